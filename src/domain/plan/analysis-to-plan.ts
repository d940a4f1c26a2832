// A project analysis → a plan: every task a wave, phase after phase.

import type { AgentName } from '../ids.ts'
import { packAgent } from '../roster/pack.ts'
import type { Pack } from '../roster/pack.ts'
import { renderAnalysis } from './analysis.ts'
import type { ProjectAnalysis } from './analysis.ts'
import { DEFAULT_PLAN_BRANCH } from './branch.ts'
import type { PlanDocument, PlanDocumentWave } from './document.ts'
import type { PlanId } from './names.ts'

/** Whether an agent may change files at all: its purposes and its tools have to agree. */
function canImplement(pack: Pick<Pack, 'agents'>, name: AgentName): boolean {
  const agent = packAgent(pack, name)
  if (agent === undefined || !agent.purposes.includes('implement')) return false
  return agent.tools.includes('Edit') || agent.tools.includes('Write')
}

const cut = (text: string, max: number): string => {
  const characters = Array.from(text)
  // By code points, so that no character is halved; measured in units, as the schema does.
  while (characters.join('').length > max - 1) characters.pop()
  return text.length <= max ? text : `${characters.join('').trimEnd()}…`
}

/**
 * Tasks of one phase that go to different agents wait for the phase before and not for each other; those of one agent follow
 * each other in their order. An agent that cannot change files gets a research wave.
 */
function wavesOf(analysis: ProjectAnalysis, pack: Pick<Pack, 'agents'>, first: number): PlanDocumentWave[] {
  const waves: PlanDocumentWave[] = []
  let before: readonly number[] = []
  for (const phase of analysis.phases) {
    /** The last wave of each agent in this phase. */
    const last = new Map<AgentName, number>()
    for (const { agent, task } of phase.tasks) {
      const wave = waves.length + first
      const own = last.get(agent)
      waves.push({
        wave,
        title: cut(task, 200),
        agent,
        purpose: canImplement(pack, agent) ? 'implement' : 'research',
        deliverables: [task],
        validations: [],
        depends_on: own === undefined ? [...before] : [own],
        waits_for: [],
        signals: [],
        freezes: [],
        lifts: [],
        prose: '',
      })
      last.set(agent, wave)
    }
    before = [...last.values()]
  }
  return waves
}

/** The plan of an approved analysis, led by the pack's orchestrator. Its context is the analysis itself. `first`: its first wave. */
export function analysisToPlan(
  analysis: ProjectAnalysis,
  pack: Pick<Pack, 'agents' | 'orchestrator'>,
  { plan, title, first = 1 }: { plan: PlanId; title: string; first?: number },
): PlanDocument {
  const name = (agent: AgentName): string => packAgent(pack, agent)?.title ?? agent
  return {
    plan,
    title: cut(title.replaceAll(/\s+/g, ' ').trim(), 200),
    orchestrator: pack.orchestrator,
    branch: DEFAULT_PLAN_BRANCH,
    dependencies: [],
    unblocks: [],
    risks: [],
    success: [
      ...analysis.baselines.map((one) => ({ text: cut(`Compared with the baseline: ${one}`, 300) })),
      ...analysis.metrics.map((one) => ({ text: cut(`Measured and reported: ${one}`, 300) })),
    ],
    shape: 'parallel',
    waves: wavesOf(analysis, pack, first),
    experiments: { baselines: analysis.baselines, ablations: analysis.ablations },
    context: renderAnalysis(analysis, name).trimEnd(),
  }
}
