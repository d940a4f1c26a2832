// ERROR_DETECTION: a run, a workflow run or a gate has failed. Runs that hooks asked for do not count, or errors would breed.

import { GATES_CHECK } from '../../render/checks.ts'
import type { Hook, Moment } from '../hook.ts'
import type { Life } from '../life.ts'
import { isWaveRun } from '../../side-runs.ts'

const failedRuns = ({ snapshot, waves }: Life): Moment[] =>
  snapshot.runs
    .filter(({ state, wave }) => state === 'failed' && isWaveRun(wave))
    .map(({ wave, agent, purpose, attempt, headSha }) => ({
      key: `wave-${wave}/${agent}/${purpose}-${attempt}${headSha === undefined ? '' : `/${headSha.slice(0, 7)}`}`,
      wave: waves.find(({ index }) => index === wave)?.number ?? wave,
      agent,
      sha: headSha,
    }))

const lostWorkflows = ({ snapshot, waves }: Life): Moment[] =>
  snapshot.validations
    .filter(({ state }) => state === 'failed' || state === 'refused')
    .map(({ wave, kind, platform, confirms, headSha, attempt }) => ({
      key: `wave-${wave}/${kind}${confirms ? '-confirm' : ''}/${platform}/${headSha.slice(0, 7)}-${attempt}`,
      wave: waves.find(({ index }) => index === wave)?.number ?? wave,
      agent: waves.find(({ index }) => index === wave)?.agent,
      sha: headSha,
    }))

const failedGates = ({ waves }: Life): Moment[] =>
  waves.flatMap(({ index, number, agent, pull }) =>
    pull?.state === 'open' &&
    pull.checks.some(({ name, conclusion }) => name === GATES_CHECK && conclusion === 'failure')
      ? [{ key: `wave-${index}/gates/${pull.headSha.slice(0, 7)}`, wave: number, agent, sha: pull.headSha }]
      : [],
  )

export const errorDetection: Hook = {
  moment: 'an agent’s run, a workflow run or a gate has failed; each failure once',
  from: 'always',
  holds: false,
  judges: false,
  knows: ['wave'],
  moments: (life) => [...failedRuns(life), ...lostWorkflows(life), ...failedGates(life)],
}
