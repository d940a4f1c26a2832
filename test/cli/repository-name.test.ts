// Repositories and numbers as people name them.

import { describe, expect, test } from 'vitest'
import { numberedOf, repositoryOf } from '../../src/cli/repository-name.ts'

describe('a repository', () => {
  test.each([
    ['ada/engine', { owner: 'ada', repo: 'engine' }],
    ['ada_corp/engine.js', { owner: 'ada_corp', repo: 'engine.js' }],
  ])('%s', (name, expected) => {
    expect(repositoryOf(name)).toEqual(expected)
  })
  test.each(['ada', 'ada/', '/engine', '-ada/engine', 'ada/engine/x', 'ada/en gine', '../engine'])(
    '%s is none',
    (name) => {
      expect(() => repositoryOf(name)).toThrow('is no repository')
    },
  )
})

describe('a number of it', () => {
  test.each([
    [['ada/engine#12'], 12],
    [['ada/engine', '12'], 12],
    [['ada/engine', '#12'], 12],
  ])('%j', ([name = '', number], expected) => {
    expect(numberedOf(name, number)).toEqual({ owner: 'ada', repo: 'engine', number: expected })
  })
  test.each([[['ada/engine']], [['ada/engine#0']], [['ada/engine#x']], [['ada/engine', '1.5']]])(
    '%j names none',
    ([name = '', number]) => {
      expect(() => numberedOf(name, number)).toThrow('names no issue or pull request')
    },
  )
})
