// GitHub's expression language: values, coercions, refusals, and texts with expressions in them.

import { describe, expect, test } from 'vitest'
import {
  evaluate,
  holds,
  interpolate,
  interpolateValue,
  type Scope,
} from '../../src/rehearsal/runner/expression/evaluate.ts'
import { toValue } from '../../src/rehearsal/runner/expression/value.ts'

const scope: Scope = {
  status: 'success',
  contexts: {
    inputs: toValue({
      sha: 'abc',
      runner: '["self-hosted","linux"]',
      hostile: "${{ github.token }}'; touch /tmp/x #",
      empty: '',
    }),
    github: toValue({ token: 'secret', ref: 'refs/heads/main', event: { list: [1, 2, { deep: 'x' }] } }),
    env: toValue({ CI: 'true', 'with-dash': 'd' }),
    steps: toValue({ one: { outputs: { path: '/p' }, outcome: 'failure' } }),
  },
}

describe('values', () => {
  test.each([
    ["'it''s'", "it's"],
    ['0xff', 255],
    ['-1.5e2', -150],
    ['.5', 0.5],
    ['null', null],
    ['inputs.sha', 'abc'],
    ['INPUTS.SHA', 'abc'],
    ["inputs['sha']", 'abc'],
    ['github.event.list[1]', 2],
    ['github.event.list[2].deep', 'x'],
    ['github.event.list[9]', null],
    ['github.nothing.at.all', null],
    ['inputs.constructor', null],
    ['inputs.__proto__', null],
    ['inputs.toString', null],
    ['env.with-dash', 'd'],
    ['steps.one.outputs.path', '/p'],
    ["steps.one.outcome == 'failure'", true],
    ["'A' == 'a'", true],
    ["'abc' < 'ABD'", true],
    ["1 == '1'", true],
    ["0 == ''", true],
    ['null == 0', true],
    ["null == ''", true],
    ["true == '1'", true],
    ["'x' == 0", false],
    ["'x' < 1", false],
    ["'x' >= 1", false],
    ['github.event == github.event', true],
    ["fromJSON('[]') == fromJSON('[]')", false],
    ["'' || 'b'", 'b'],
    ["'a' && 'b'", 'b'],
    ["'' && 'b'", ''],
    ['!null', true],
    ['!!inputs.sha', true],
    ['true || false && false', true],
    ['1 < 2 == true', true],
    ["!(1 == 1) || 'z'", 'z'],
    ["format('{0}-{1}-{0}', 'a', 2)", 'a-2-a'],
    ["format('{{{0}}}', 'a')", '{a}'],
    ["contains('Hello', 'LL')", true],
    ['contains(github.event.list, 2)', true],
    ["contains(github.event.list, '2')", true],
    ['contains(github.event.list, 3)', false],
    ["startsWith(github.ref, 'refs/HEADS/')", true],
    ["endsWith(github.ref, 'main')", true],
    ["join(fromJSON(inputs.runner), '+')", 'self-hosted+linux'],
    ['fromJSON(\'{"a":[true]}\').a[0]', true],
    ["toJSON(fromJSON('[1]'))", '[\n  1\n]'],
    ['success()', true],
    ['FAILURE()', false],
    ['always()', true],
    ['cancelled()', false],
  ])('%s', (text, expected) => {
    expect(evaluate(text, scope)).toEqual(expected)
  })
})

describe('refusals name what is wrong', () => {
  test.each([
    ['nosuch.thing', /unknown context nosuch/],
    ['secrets.TOKEN', /unknown context secrets/],
    ['constructor', /unknown context constructor/],
    ["hashFiles('x')", /unknown function hashFiles\(\)/],
    ['toString()', /unknown function toString\(\)/],
    ['process.exit()', /expected an operator or the end/],
    ['"double"', /cannot read "\\""/],
    ["'open", /cannot read "'"/],
    ['inputs.', /expected a property name but found the end/],
    ['inputs.*', /cannot read "\*"/],
    ['inputs[', /expected a value but found the end/],
    ['(1', /expected "\)"/],
    ['1 2', /expected an operator or the end but found 2/],
    ['', /expected a value but found the end/],
    ['1 = 1', /cannot read "="/],
    ['a ? b : c', /cannot read "\?"/],
    ['`x`', /cannot read "`"/],
    ["contains('a')", /contains\(\) was given 1 arguments/],
    ['success(1)', /success\(\) was given 1 arguments/],
    ["fromJSON('{')", /not JSON/],
    ['fromJSON(inputs.empty)', /not JSON/],
    ["format('{1}', 'a')", /cannot fill \{1\}/],
    ["format('}', 'a')", /cannot fill \}/],
    ['('.repeat(60) + '1' + ')'.repeat(60), /at most 50 levels/],
    ['!'.repeat(5000) + '1', /at most 50 levels/],
    ["'" + 'a'.repeat(21_000) + "'", /too long/],
    [`fromJSON('${'['.repeat(150)}${']'.repeat(150)}')`, /nested too deeply/],
  ])('%s', (text, message) => {
    expect(() => evaluate(text, scope)).toThrow(message)
  })
})

describe('if', () => {
  test.each([
    ['true', 'success', true],
    ['true', 'failure', false],
    ['always()', 'failure', true],
    ['${{ failure() }}', 'failure', true],
    ["failure() && inputs.sha == 'x'", 'failure', false],
    ['!cancelled()', 'failure', true],
    ['!cancelled()', 'cancelled', false],
    ["${{ inputs.sha == 'abc' }}", 'success', true],
    ["${{ inputs.sha == 'abc' }}", 'failure', false],
    ['always() || nothing', 'failure', true],
    ["'false'", 'success', true],
    ['inputs.empty', 'success', false],
  ] as const)('%s after %s', (condition, status, expected) => {
    expect(holds(condition, { ...scope, status })).toBe(expected)
  })
})

describe('texts', () => {
  test.each([
    ['plain', 'plain'],
    ['a ${{ inputs.sha }} b ${{inputs.sha}}', 'a abc b abc'],
    ["${{ '}}' }}", '}}'],
    ["${{ format('{{0}}') }}", '{0}'],
    ['${{ null }}|${{ true }}|${{ 1.0 }}', '|true|1'],
    ['${{ inputs }}', 'Object'],
    ['$${{ inputs.sha }}', '$abc'],
    // A value is put in as it is: what it holds is not evaluated again.
    ['${{ inputs.hostile }}', "${{ github.token }}'; touch /tmp/x #"],
  ])('%s', (text, expected) => {
    expect(interpolate(text, scope)).toBe(expected)
  })

  test('an expression that is not closed is refused', () => {
    expect(() => interpolate('a ${{ inputs.sha', scope)).toThrow(/not closed/)
    expect(() => interpolate("a ${{ '}} }", scope)).toThrow(/not closed/)
  })

  test('a text of one expression keeps its kind', () => {
    expect(interpolateValue(' ${{ fromJSON(inputs.runner) }} ', scope)).toEqual(['self-hosted', 'linux'])
    expect(interpolateValue('x${{ fromJSON(inputs.runner) }}', scope)).toBe('xArray')
  })
})
