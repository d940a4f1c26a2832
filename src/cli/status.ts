// `baton status`: every plan of every repository at a glance.

import { Command } from 'commander'
import { withStore } from './with-store.ts'

export const statusCommand = new Command('status')
  .description(
    'All plans: wave k of n, state, what each waits for, and the critical path (needs the data folder or DATABASE_URL; the embedded store must not be in use: `/baton coordinate` on an issue shows the same)',
  )
  .option('--repo <owner/name>', 'this repository only')
  .option('--json', 'print one JSON array, an entry for each repository')
  .action(async (options: { repo?: string; json?: boolean }) => {
    const views = await withStore(async ({ store }) => {
      const { coordinationOf } = await import('../reconcile/coordination.ts')
      const { repositoriesOfTasks } = await import('../store/tasks.ts')
      const all = await repositoriesOfTasks(store.db)
      const wanted = all.filter(
        ({ owner, repo }) => options.repo === undefined || options.repo === `${owner}/${repo}`,
      )
      const found = []
      for (const repo of wanted) {
        const view = await coordinationOf(store.db, repo, Date.now())
        if (view !== undefined) found.push({ repository: `${repo.owner}/${repo.repo}`, view })
      }
      return found
    })
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(views)}\n`)
      return
    }
    if (views.length === 0) process.stdout.write('There are no plans.\n')
    const { coordinationText } = await import('../domain/render/coordination-text.ts')
    for (const { repository, view } of views)
      process.stdout.write(`${repository}\n\n${coordinationText(view)}\n`)
  })
