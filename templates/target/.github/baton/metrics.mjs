// Part of measure.mjs: reads metrics from the output of a benchmark.

const METRIC = /^[\w.-]{1,80}$/

/** Collects `{"metric","unit","better","value"}` lines of one run; other lines are the program's own. */
export function createMetricReader() {
  const metrics = new Map()
  const problems = []
  return {
    line: (raw) => {
      if (!/^\s*\{.*"metric"/.test(raw)) return
      let entry
      try {
        entry = JSON.parse(raw)
      } catch (error) {
        problems.push(`a metric line is not JSON: ${error.message}`)
        return
      }
      const { metric, unit, better, value } = entry
      if (typeof metric !== 'string' || !METRIC.test(metric))
        problems.push(
          `a metric is named ${JSON.stringify(metric)}; expected letters, digits, . _ or -, at most 80`,
        )
      else if (typeof unit !== 'string' || unit.length < 1 || unit.length > 20)
        problems.push(`${metric}: the unit is ${JSON.stringify(unit)}; expected 1 to 20 characters`)
      else if (better !== 'lower' && better !== 'higher')
        problems.push(`${metric}: better is ${JSON.stringify(better)}; expected lower or higher`)
      else if (typeof value !== 'number' || !Number.isFinite(value))
        problems.push(
          `${metric}: the value is ${typeof value === 'number' ? value : JSON.stringify(value)}; expected a number`,
        )
      else if (metrics.has(metric)) problems.push(`${metric}: printed twice in one run; expected once`)
      else metrics.set(metric, { unit, better, value })
    },
    end: () => {
      if (metrics.size === 0 && problems.length === 0) problems.push('no metric line was printed')
      return { metrics, problems }
    },
  }
}
