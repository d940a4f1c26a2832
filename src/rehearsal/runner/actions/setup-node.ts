// actions/setup-node: puts the Node that runs this process in front of PATH; nothing is downloaded.

import { dirname } from 'node:path'
import type { Action } from './action.ts'
import { allowInputs } from './inputs.ts'

const INPUTS = ['node-version', 'check-latest', 'token', 'package-manager-cache']

export const setupNode: Action = async ({ inputs, log }) => {
  allowInputs(inputs, 'actions/setup-node', INPUTS)
  const asked = inputs['node-version'] ?? ''
  log.line(
    `the local runner uses the Node it runs on, ${process.version}${asked === '' ? '' : ` (asked for: ${asked})`}`,
  )
  const major = /^v?(\d+)/.exec(asked)?.[1]
  if (major !== undefined && !process.version.startsWith(`v${major}.`)) {
    log.line(`::warning::this run is not on Node ${major}: its results are those of ${process.version}`)
  }
  return { outputs: { 'node-version': process.version }, paths: [dirname(process.execPath)] }
}
