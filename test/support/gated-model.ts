// Stands between Baton and the script player and holds the requests of one run back until a test lets them through.

import { createServer, request as ask } from 'node:http'
import { z } from 'zod'

export interface GatedModel {
  /** For `anthropic.baseUrl`. */
  url: string
  /** How many requests wait. */
  readonly held: number
  /** Where what is let through goes. */
  forwardTo(url: string): void
  /** Lets everything through, now and from now on. */
  release(): void
  close(): Promise<void>
}

/** `holds`: by the run's name in a script. */
export async function gatedModel(holds: RegExp): Promise<GatedModel> {
  let target = ''
  let open = false
  const waiting: (() => void)[] = []
  const server = createServer((incoming, outgoing) => {
    const go = (): void => {
      const { method, headers, url = '/' } = incoming
      const onward = ask(new URL(url, target), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      onward.on('error', (error) => outgoing.destroy(error))
      // One who stops waiting, as a run that is cancelled does, is not answered.
      outgoing.on('close', () => onward.destroy())
      incoming.pipe(onward)
    }
    if (!open && holds.test(String(incoming.headers['x-rehearsal-script']))) waiting.push(go)
    else go()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    get held() {
      return waiting.length
    },
    forwardTo: (url) => (target = url),
    release() {
      open = true
      for (const go of waiting.splice(0)) go()
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
