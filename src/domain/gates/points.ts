// Integration points as gates: what a change that touches one has to show in its recorded runs.

import { matchingGlob } from '../policy/glob.ts'
import { figure } from '../render/figures.ts'
import { allOf, reason, type Reason } from '../reason.ts'
import type { WorkflowPlan, WorkflowResult } from '../results.ts'
import type { IntegrationPoint } from '../roster/integration-point.ts'
import type { Measurement } from '../evidence/statistics.ts'

/** The step that looks for the file of a point. */
const fileStep = ({ name }: IntegrationPoint): string => `integration point ${name}`.slice(0, 100)

/** The points with a condition that a recorded run can show, among those that these paths touch. */
export const gatedPoints = (
  points: readonly IntegrationPoint[],
  paths: readonly string[],
): IntegrationPoint[] =>
  points.filter(
    ({ paths: globs, requires }) =>
      (requires?.validation ?? requires?.metric ?? requires?.file) !== undefined &&
      paths.some((path) => matchingGlob(globs, path) !== undefined),
  )

/** Commands that look for the files of points, in the checkout of the head; the schema keeps quotes out of path and text. */
export const fileCommands = (points: readonly IntegrationPoint[]): WorkflowPlan['commands'] =>
  points.flatMap((point) => {
    const { file } = point.requires ?? {}
    if (file === undefined) return []
    const run =
      file.contains === undefined
        ? `test -f '${file.path}'`
        : `grep -qF -e '${file.contains}' -- '${file.path}'`
    return [{ name: fileStep(point), run, report: 'none' as const }]
  })

function stepReason(result: WorkflowResult | undefined, step: string, text: string): Reason {
  if (result === undefined) return reason('pending', text)
  const ran = result.steps.find(({ name }) => name === step)
  if (ran === undefined) return reason('fail', `${text}: it was not run on this head`)
  return reason(ran.exitCode === 0 ? 'pass' : 'fail', `${text}: exit code ${ran.exitCode}`)
}

/** Whether the commands that a point asks for were run at all; their exit codes are another matter. */
export const wasRun = (point: IntegrationPoint, result: WorkflowResult | undefined): boolean =>
  [point.requires?.validation, point.requires?.file === undefined ? undefined : fileStep(point)].every(
    (step) => step === undefined || result?.steps.some(({ name }) => name === step) === true,
  )

/** What the recorded runs of one head say of a point. `result`: of its validation; undefined while there is none. */
export function pointGate(
  point: IntegrationPoint,
  result: WorkflowResult | undefined,
  measurements: readonly Measurement[] | undefined,
): Reason {
  const { validation, metric, file } = point.requires ?? {}
  const children: Reason[] = []
  if (validation !== undefined)
    children.push(stepReason(result, validation, `the command \`${validation}\` succeeds`))
  if (file !== undefined) {
    const what = file.contains === undefined ? 'is there' : `contains \`${file.contains}\``
    children.push(stepReason(result, fileStep(point), `\`${file.path}\` ${what}`))
  }
  if (metric !== undefined) {
    const { name, op, value } = metric
    const text = `${name} ${op} ${figure(value)}`
    const measured = measurements?.find((one) => one.metric === name)
    const keeps =
      measured !== undefined && (op === '<=' ? measured.candidate <= value : measured.candidate >= value)
    children.push(
      measurements === undefined
        ? reason('pending', text)
        : measured === undefined
          ? reason('fail', `${text}: it was not measured on this head`)
          : reason(
              keeps ? 'pass' : 'fail',
              `${text}: measured ${figure(measured.candidate)} ${measured.unit}`,
            ),
    )
  }
  return allOf(`integration point ${point.name} (${point.about})`, children)
}
