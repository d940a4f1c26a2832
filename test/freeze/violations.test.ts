// Which changes a freeze lets pass: by path, by declaration in many languages, by whose freeze it is and how long it holds.

import { describe, expect, test } from 'vitest'
import type { Freeze } from '../../src/domain/freeze/freeze.ts'
import { freezeReason } from '../../src/domain/freeze/explain.ts'
import { freezeViolations, type ChangedFile } from '../../src/domain/freeze/violations.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'
import { DAY, freeze, NOW, OTHER_TASK, OWNER_TASK, patch } from './support.ts'

const of = (file: ChangedFile, change: Partial<Freeze> = {}) =>
  freezeViolations([freeze(change)], { task: OTHER_TASK, complete: false, paths: [file] }, NOW)

/** What is found, in short: kind or what happened, and the line. */
const found = (file: ChangedFile, change: Partial<Freeze> = {}): string[] =>
  of(file, change).map((violation) =>
    violation.kind === 'symbol' ? `${violation.what}@${violation.line ?? '?'}` : violation.kind,
  )

describe('declarations', () => {
  test.each<[name: string, path: string, lines: string[], expected: string[], symbol?: string]>([
    [
      'rust fn',
      'a.rs',
      ['-    pub fn explain(&self) -> Steps {', '+    pub fn explain(&self, deep: bool) -> Steps {'],
      ['changed@10'],
    ],
    [
      'rust async, pub(crate)',
      'a.rs',
      ['-pub(crate) async fn explain() {', '+async fn explain() {'],
      ['changed@10'],
    ],
    [
      'rust lifetime',
      'a.rs',
      ["-fn explain<'a>(x: &'a str) {", "+fn explain<'a>(x: &'a [u8]) {"],
      ['changed@10'],
    ],
    [
      'rust return type on a new line',
      'a.rs',
      [' fn explain(', '     a: u8,', ' )', '-    -> u8', '+    -> u16', ' {'],
      ['changed@10'],
    ],
    ['rust struct', 'a.rs', ['-pub struct Expression {', '+pub struct Expr {'], ['removed@10'], 'Expression'],
    ['rust macro', 'a.rs', ['-macro_rules! explain {', '+macro_rules! tell {'], ['removed@10'], 'explain!'],
    [
      'rust re-export',
      'lib.rs',
      ['-pub use expr::{explain, other};', '+pub use expr::other;'],
      ['removed@10'],
      'explain',
    ],
    [
      'rust trait',
      'a.rs',
      ['-pub trait Explain: Sized {', '+pub trait Explain: Sized + Send {'],
      ['changed@10'],
      'Explain',
    ],
    [
      'typescript function',
      'a.ts',
      ['-export function explain(x: Expr): Step[] {', '+export function explain(x: Expr): string {'],
      ['changed@10'],
      'explain',
    ],
    [
      'typescript method',
      'a.ts',
      ['-  explain(): Step[] {', '+  explain(deep = false): Step[] {'],
      ['changed@10'],
    ],
    [
      'typescript abstract method',
      'a.ts',
      ['-  abstract explain(): Step[]', '+  abstract explain(): string'],
      ['changed@10'],
    ],
    [
      'typescript interface',
      'a.d.ts',
      ['-export interface Steps<T> {', '+export interface Steps {'],
      ['changed@10'],
      'Steps',
    ],
    [
      'typescript export list',
      'a.ts',
      ['-export { explain } from "./x.ts"', '+export { other } from "./x.ts"'],
      ['removed@10'],
      'explain',
    ],
    [
      'exported constant',
      'a.ts',
      ['-export const explain = (x) => x', '+export const explain = (x, y) => x'],
      ['changed@10'],
      'explain',
    ],
    ['commonjs', 'a.cjs', ['-exports.explain = explain', ' '], ['removed@10'], 'explain'],
    ['python def', 'a.py', ['-    def explain(self):', '+    def explain(self, *, deep):'], ['changed@10']],
    [
      'python class',
      'a.py',
      ['-class Expression(Base):', '+class Expression:'],
      ['changed@10'],
      'Expression',
    ],
    [
      'python __all__',
      'a.py',
      ['-__all__ = ["explain", "x"]', '+__all__ = ["x"]'],
      ['removed@10'],
      'explain',
    ],
    [
      'go method',
      'a.go',
      ['-func (e *Expression) explain(deep bool) []Step {', '+func (e *Expression) explain() []Step {'],
      ['changed@10'],
    ],
    [
      'java method',
      'A.java',
      ['-    public List<Step> explain(int depth) throws X {', '+    public List<Step> explain(int depth) {'],
      ['changed@10'],
    ],
    [
      'c prototype',
      'a.h',
      ['-struct step *explain(const expr *e);', '+struct step *explain(expr *e);'],
      ['changed@10'],
      'explain',
    ],
    ['c macro', 'a.h', ['-#define EXPLAIN(x) (x)', '+#define EXPLAIN(x, y) (x)'], ['changed@10'], 'EXPLAIN'],
    [
      'c++ member',
      'a.cpp',
      ['-std::string Expression::explain(int d) const {', '+std::string Expression::explain() const {'],
      ['changed@10'],
      'Expression::explain',
    ],
    ['kotlin', 'a.kt', ['-    suspend fun explain(): Steps', '+    fun explain(): Steps'], ['changed@10']],
    [
      'swift',
      'a.swift',
      ['-  func explain() -> [Step] {', '+  func explain() throws -> [Step] {'],
      ['changed@10'],
    ],
    ['ruby', 'a.rb', ['-  def explain(depth)', '+  def explain(depth, kind)'], ['changed@10']],
    ['a language that nobody knows', 'a.zz', ['-fn explain(a)', '+fn explain(b)'], ['changed@10']],
    [
      'a parameter on a line of its own',
      'a.ts',
      [' export function explain(', '   a: number,', '+  b: number,', ' ): void {'],
      ['changed@10'],
      'explain',
    ],
    [
      'a parameter, with the declaration above the hunk',
      'a.ts',
      ['   a: number,', '+  b: number,', ' ): void {', '   go()'],
      ['changed@?'],
      'explain',
    ],
    [
      'a parameter in the middle of a long list',
      'a.ts',
      ['   a: number,', '+  b: number,', '   c: number,'],
      ['changed@?'],
      'explain',
    ],
    [
      'an overload beside it',
      'a.ts',
      [' export function explain(a: number): void', '+export function explain(a: string): void'],
      ['added@11'],
      'explain',
    ],
    [
      'a name with a sign in it',
      'a.js',
      ['-function $explain(a) {', '+function $explain(a, b) {'],
      ['changed@10'],
      '$explain',
    ],
    [
      'Windows line ends',
      'a.rs',
      ['-pub fn explain(&self) {\r', '+pub fn explain(&self, a: u8) {\r'],
      ['changed@10'],
    ],

    ['another name', 'a.rs', ['-pub fn explain_all(&self) {', '+pub fn explain_all(&self, a: u8) {'], []],
    ['the end of another name', 'a.rs', ['-pub fn reexplain() {', '+pub fn reexplain(a: u8) {'], []],
    [
      'a call',
      'a.ts',
      [
        '-  explain(x)',
        '+  explain(x, y)',
        '-  return explain(x)',
        '+  return explain(y)',
        '-  const a = e.explain(x)',
        '+  const a = e.explain()',
      ],
      [],
      'explain',
    ],
    [
      'a call after a keyword of a block',
      'a.c',
      ['-  if (explain(x)) {', '+  if (explain(x, y)) {', '-  else explain(x);', '+  else explain(y);'],
      [],
      'explain',
    ],
    ['a local variable', 'a.ts', ['-  const explain = 1', '+  const explain = 2'], [], 'explain'],
    ['a call over several lines', 'a.ts', ['   explain(', '-    1,', '+    2,', '   )'], [], 'explain'],
    ['a comparison', 'a.ts', ['-explain == 1', '+explain == 2'], [], 'explain'],
    [
      'a comment',
      'a.rs',
      [
        '-    // fn explain() is old',
        '+    // fn explain() is new',
        '-/// fn explain()',
        '-  * fn explain()',
        '-# def explain()',
      ],
      [],
    ],
    [
      'its body',
      'a.rs',
      [' pub fn explain(&self) -> Steps {', '-    self.one()', '+    self.two()', ' }'],
      [],
    ],
    [
      'its body, with the declaration above the hunk',
      'a.ts',
      ['   go()', '-  one(1)', '+  two(', '+    2,', '+  )', ' }'],
      [],
      'explain',
    ],
    [
      'moved within the file',
      'a.rs',
      ['-fn explain(a: u8) {}', ' fn other() {}', '+fn explain(a: u8) {}'],
      [],
    ],
    [
      'formatted over several lines',
      'a.ts',
      [
        '-export function explain(a: A, b: B): C {',
        '+export function explain(',
        '+  a: A,',
        '+  b: B,',
        '+): C {',
      ],
      [],
      'explain',
    ],
    [
      'a binding of the same name elsewhere',
      'py.py',
      ['+def explain(self):', '+    return self.inner.explain()'],
      [],
    ],
    ['prose', 'docs/a.md', ['-class Expression explains', '+class Expression tells'], [], 'Expression'],
  ])('%s', (_name, path, lines, expected, symbol = 'Expression.explain()') => {
    const within =
      expected.includes('changed@?') || _name.startsWith('its body, with') ? 'export function explain(' : ''
    expect(found({ path, patch: patch(lines, within) }, { symbols: [symbol] })).toEqual(expected)
  })

  test('says what stood there and what stands there now', () => {
    const file = { path: 'a.rs', patch: patch(['-fn explain( a: u8 ) {', '+fn explain(a: u16) {']) }
    expect(of(file)).toMatchObject([
      {
        path: 'a.rs',
        symbol: 'Expression.explain()',
        before: 'fn explain(a:u8){',
        after: 'fn explain(a:u16){',
      },
    ])
  })

  test('a signature that is lost in one hunk and stands in another was moved', () => {
    const one = patch(['-fn explain(a: u8) {}', ' '])
    const other = patch([' ', '+fn explain(a: u8) {}'])
    expect(found({ path: 'a.rs', patch: `${one}\n${other}` })).toEqual([])
    expect(found({ path: 'a.rs', patch: one })).toEqual(['removed@10'])
  })
})

describe('paths', () => {
  const paths = ['src/core/**', 'include/*.h']
  test.each<[string, ChangedFile, string[]]>([
    ['a frozen file', { path: 'src/core/a/b.rs', patch: '' }, ['path']],
    ['in another letter case', { path: 'SRC/Core/a.rs', patch: '' }, ['path']],
    ['renamed away', { path: 'src/other.rs', previousPath: 'src/core/a.rs', patch: '' }, ['path']],
    ['renamed into', { path: 'include/x.h', previousPath: 'x.h', patch: '' }, ['path']],
    ['another file', { path: 'src/other.rs', patch: '' }, []],
    ['documents below it too', { path: 'src/core/README.md', patch: '' }, ['path']],
    ['code whose patch GitHub leaves out', { path: 'src/huge.rs' }, ['unseen']],
    ['a document whose patch GitHub leaves out', { path: 'docs/huge.md' }, []],
    ['a document that becomes code', { path: 'src/a.rs', previousPath: 'a.md' }, ['unseen']],
    ['a rename without another change', { path: 'src/b.rs', previousPath: 'src/a.rs', patch: '' }, []],
  ])('%s', (_name, file, expected) => expect(found(file, { paths })).toEqual(expected))

  test('an unseen patch is no matter where only paths are frozen', () => {
    expect(found({ path: 'src/huge.rs' }, { paths, symbols: [] })).toEqual([])
  })
})

describe('whom it binds', () => {
  const paths = [{ path: 'a.rs', patch: patch(['-fn explain() {', '+fn explain(a: u8) {']) }]
  test.each<[string, Partial<Freeze>, Partial<{ task: typeof OTHER_TASK; complete: boolean }>, number]>([
    ['another plan', {}, {}, 1],
    ['the freezing plan while it goes on', {}, { task: OWNER_TASK }, 0],
    ['the freezing plan after its end', {}, { task: OWNER_TASK, complete: true }, 1],
    ['nobody once it is lifted', { liftedAt: NOW - 1 }, {}, 0],
    ['others until its last moment', { expiresAt: NOW + 1 }, {}, 1],
    ['nobody from its end on', { expiresAt: NOW }, {}, 0],
  ])('%s', (_name, change, by, count) => {
    const asked = { task: OTHER_TASK, complete: false, paths, ...by }
    expect(freezeViolations([freeze(change)], asked, NOW)).toHaveLength(count)
  })
})

describe('hostile patches', () => {
  test.each<[string, string]>([
    ['no hunk', '-fn explain() {\n+x'],
    ['a header of nonsense', '@@ -x +y @@\n-fn explain() {'],
    ['closing brackets only', patch([`-${')]}'.repeat(1000)}`, `+${'([{'.repeat(1000)}`])],
    ['a long line', patch([`-${'a '.repeat(200_000)}explain(`])],
    ['spaces without end', patch([`-${' '.repeat(100_000)}explain`])],
    ['modifiers without end', patch([`-${'pub async '.repeat(20_000)}`])],
    ['many lines', patch(Array.from({ length: 20_000 }, (_, i) => `-  explain(${i},`))],
  ])('%s', (_name, text) => {
    // What is found does not matter here: it ends, and names what it was asked for.
    for (const violation of of({ path: 'a.rs', patch: text }))
      expect(violation).toMatchObject({ kind: 'symbol', symbol: 'Expression.explain()' })
    expect(of({ path: 'b.rs', patch: patch(['-fn explain() {']) })).toHaveLength(1)
  })
})

describe('the text of the check', () => {
  test('what, which line, whose, until when, and how to lift it', () => {
    const one = freeze({
      expiresAt: NOW + 3 * DAY,
      rule: { seats: [], orchestrator: freeze().rule.orchestrator },
    })
    const file = { path: 'src/x.rs', patch: patch(['-fn explain() {', '+fn explain(a: u8) {']) }
    const violations = freezeViolations([one], { task: OTHER_TASK, complete: false, paths: [file] }, NOW)
    expect(reasonMarkdown(freezeReason(violations, 1))).toBe(
      [
        '- ❌ The change leaves frozen APIs as they are',
        '  - ❌ Wave plan-2/3 of plan-2 (acme/math#2) froze this at aaaaaaa, until 2026-11-24 12:00 UTC',
        '    - ❌ `Expression.explain()` is changed in `src/x.rs:10`',
        '      - ▪️ frozen: `fn explain(){`',
        '      - ▪️ now: `fn explain(a:u8){`',
        '    - ▪️ It ends when rust-engineer and a person with write permission agree to lift it',
      ].join('\n'),
    )
  })

  test.each([
    [0, 'Nothing is frozen'],
    [1, '1 freeze kept'],
    [2, '2 freezes kept'],
  ])('nothing touched of %d', (binding, text) => {
    expect(freezeReason([], binding)).toMatchObject({ state: 'pass', text })
  })

  test('what a file says cannot mention, close or break out', () => {
    const line = 'fn explain() { // `@octocat` closes #1 <!-- baton:x -->'
    const violations = of({ path: 'a`b.rs', patch: patch([`-${line}`]) })
    const text = reasonMarkdown(freezeReason(violations, 1))
    expect(text).not.toContain('@octocat')
    expect(text).not.toContain('<!--')
    expect(text).not.toMatch(/closes #1/)
    expect(text.split('\n')).toHaveLength(5)
  })
})
