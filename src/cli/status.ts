// `baton status`: every plan of every repository at a glance, and as JSON what hung on the moments of its tasks.

import { Command } from 'commander'
import { withStore } from './with-store.ts'

export const statusCommand = new Command('status')
  .description(
    'All plans: wave k of n, state, what each waits for, and the critical path (needs the data folder or DATABASE_URL; the embedded store must not be in use: `/baton coordinate` on an issue shows the same)',
  )
  .option('--repo <owner/name>', 'this repository only')
  .option(
    '--json',
    'print one JSON array, an entry for each repository with a plan or with moments that hooks hung on',
  )
  .action(async (options: { repo?: string; json?: boolean }) => {
    const found = await withStore(async ({ store }) => {
      const { coordinationOf } = await import('../reconcile/coordination.ts')
      const { hookMomentsOf } = await import('../reconcile/hook-moments.ts')
      const { repositoriesOfTasks } = await import('../store/tasks.ts')
      const all = await repositoriesOfTasks(store.db)
      const wanted = all.filter(
        ({ owner, repo }) => options.repo === undefined || options.repo === `${owner}/${repo}`,
      )
      const entries = []
      for (const repo of wanted) {
        const view = await coordinationOf(store.db, repo, Date.now())
        const hooks = await hookMomentsOf(store.db, repo)
        entries.push({ repository: `${repo.owner}/${repo.repo}`, view, hooks })
      }
      return entries
    })
    if (options.json === true) {
      const told = found.filter(({ view, hooks }) => view !== undefined || hooks.length > 0)
      process.stdout.write(`${JSON.stringify(told)}\n`)
      return
    }
    const { coordinationText } = await import('../domain/render/coordination-text.ts')
    const texts = found.flatMap(({ repository, view }) =>
      view === undefined ? [] : [`${repository}\n\n${coordinationText(view)}\n`],
    )
    process.stdout.write(texts.length === 0 ? 'There are no plans.\n' : texts.join(''))
  })
