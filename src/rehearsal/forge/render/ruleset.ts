// Rulesets as GitHub's `repository-ruleset`, and the rules in force on a branch.

import type { Forge } from '../forge.ts'
import { fullName, type Repository, type Ruleset } from '../world.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'

/** One line of GET …/rulesets, which leaves out rules, conditions and who may bypass them. */
export function renderRulesetSummary(forge: Forge, repo: Repository, ruleset: Ruleset) {
  return {
    id: ruleset.id,
    node_id: ruleset.nodeId,
    name: ruleset.name,
    target: ruleset.target,
    source_type: 'Repository',
    source: fullName(repo),
    enforcement: ruleset.enforcement,
    _links: {
      self: { href: `${repositoryUrl(forge, repo)}/rulesets/${ruleset.id}` },
      html: { href: `${repositoryPage(forge, repo)}/rules/${ruleset.id}` },
    },
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
  }
}

export const renderRuleset = (forge: Forge, repo: Repository, ruleset: Ruleset) => ({
  ...renderRulesetSummary(forge, repo, ruleset),
  bypass_actors: ruleset.bypassActors,
  current_user_can_bypass: 'never',
  conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude } },
  rules: ruleset.rules,
})

/** The rules of one ruleset as GET …/rules/branches/{branch} lists them. */
export const renderBranchRules = (repo: Repository, ruleset: Ruleset) =>
  ruleset.rules.map((rule) => ({
    ...rule,
    ruleset_source_type: 'Repository',
    ruleset_source: fullName(repo),
    ruleset_id: ruleset.id,
  }))
