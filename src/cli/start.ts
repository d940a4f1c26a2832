// `baton start`: the server, or Probot's set-up page while there are no App credentials.

import { Command, Option } from 'commander'

export const startCommand = new Command('start')
  .description('Run the server (without App credentials: the page that registers the App)')
  .addOption(
    new Option('--role <role>', 'what this process does, instead of BATON_ROLE').choices([
      'all',
      'web',
      'worker',
    ]),
  )
  .addHelpText('after', '\nConfiguration comes from the environment or a file .env; see docs/operations.md.')
  .action(async (options: { role?: string }) => {
    // Loaded only now: the whole product takes a while to load, and --help needs none of it.
    const { serve } = await import('./serve.ts')
    await serve(options.role)
  })
