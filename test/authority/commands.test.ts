// Commands that reach beyond a run's authority, however they are spelled, and those that only look so.

import { describe, expect, it } from 'vitest'
import { commandRefusal, type CommandAuthority } from '../../src/domain/authority/verdict.ts'

const open: CommandAuthority = { allowedCommands: null, deniedCommands: [], branch: 'own/wave-1' }

describe('a breach', () => {
  it.each<[string, string]>([
    ['git push', 'git:push'],
    ['git push origin HEAD:main', 'git:push'],
    ['git -C /workspace push --force', 'git:push'],
    ['git --git-dir=/repository.git -c a.b=c push', 'git:push'],
    ['/usr/bin/git push', 'git:push'],
    ['git \\\npush', 'git:push'],
    ['g"i"t \'push\'', 'git:push'],
    ["$'\\x67it' push", 'git:push'],
    ['{git,push}', 'git:push'],
    ['/usr/bin/gi? push', 'git:push'],
    ['sh -c "git push"', 'git:push'],
    ['bash -lc "cd x && git push"', 'git:push'],
    ['bash -c \'sh -c "git push"\'', 'git:push'],
    ['env -i HOME=/tmp git push', 'git:push'],
    ['sudo -u root git push', 'git:push'],
    ['timeout -k 5 30 git push', 'git:push'],
    ['nohup nice -n 5 git push &', 'git:push'],
    ['command git push', 'git:push'],
    ['eval "git push"', 'git:push'],
    ['echo $(git push)', 'git:push'],
    ['echo "result: `git push`"', 'git:push'],
    ['cat <(git push)', 'git:push'],
    ['true && git push', 'git:push'],
    ['npm test; git push', 'git:push'],
    ['if true; then git push; fi', 'git:push'],
    ['f() { git push; }; f', 'git:push'],
    ['( cd x; git push )', 'git:push'],
    ['g=git; p=push; $g ${p}', 'git:push'],
    ["c='git push'; $c", 'git:push'],
    ['${x:-git} push', 'git:push'],
    ['bash <<EOF\ngit push\nEOF', 'git:push'],
    ["bash <<'EOF'\ngit push\nEOF", 'git:push'],
    ['sh <<< "git push"', 'git:push'],
    ['cat <<EOF\n$(git push)\nEOF', 'git:push'],
    ['echo "git push" | sh', 'git:push'],
    ['echo push | xargs git', 'git:push'],
    ['find . -name x -exec git push \\;', 'git:push'],
    ['git -c alias.x=push x', 'git:push'],
    ["git -c alias.x='!git push' x", 'git:push'],
    ["git submodule foreach 'git push'", 'git:push'],
    ["git rebase -x 'git push' HEAD~1", 'git:push'],
    ['trap "git push" EXIT', 'git:push'],
    ['git-push origin', 'git:push'],
    ['git subtree push --prefix x origin y', 'git:push'],
    ['# harmless\ngit push', 'git:push'],
    ['git merge origin/main', 'git:merge'],
    ['git merge --no-ff other', 'git:merge'],
    ['gh pr merge 4 --squash --admin', 'github:merge'],
    ['gh -R acme/widgets pr merge 4', 'github:merge'],
    ['gh api -X PUT repos/acme/widgets/pulls/4/merge', 'github:write'],
    ['gh pr review 4 --approve', 'github:write'],
    ['gh workflow run ci.yml', 'github:write'],
    ['curl -X POST https://api.github.com/repos/a/b/issues -d {}', 'github:write'],
    ['curl --request=DELETE https://api.github.com/repos/a/b', 'github:write'],
    ['wget --post-data=x https://api.github.com/', 'github:write'],
    ['git update-ref refs/heads/main HEAD', 'git:refs'],
    ['git branch -f main HEAD', 'git:refs'],
    ['git branch -D plan-2/wave-1', 'git:refs'],
    ['git tag -d v1', 'git:refs'],
    ['git symbolic-ref HEAD refs/heads/main', 'git:refs'],
    ['git reflog expire --all', 'git:refs'],
    ['git filter-branch --all', 'git:refs'],
    ['git config core.hooksPath /tmp/hooks', 'git:config'],
    ['git config --global alias.p push', 'git:config'],
    ['git config set core.sshCommand x', 'git:config'],
    ['git config --unset remote.origin.url', 'git:config'],
    ['git remote add mine https://example.com/x', 'git:config'],
    ['git commit --no-verify -m x', 'gates'],
    ['git commit -nm x', 'gates'],
    ['git -c core.hooksPath=/dev/null commit -m x', 'gates'],
    ['HUSKY=0 git commit -m x', 'gates'],
    ['env HUSKY=0 git status', 'gates'],
    ['echo x > .git/hooks/pre-commit', 'path:**/.git/**'],
    ['echo x >> .github/workflows/ci.yml', 'path:**/.github/**'],
    ['echo x >| ./.GitHub/workflows/ci.yml', 'path:**/.github/**'],
    ['echo x &> /workspace/.github/x', 'path:**/.github/**'],
    ['> .git/HEAD', 'path:**/.git/**'],
    ['chmod +x .git/hooks/pre-push', 'path:**/.git/**'],
    ['cp /tmp/x .git/config', 'path:**/.git/**'],
    ['rm -rf .github', 'path:**/.github/**'],
    ['echo x | tee -a .github/baton/plans/plan-2.md', 'path:**/.github/**'],
    ["sed -i 's/a/b/' .github/baton.yml", 'path:**/.github/**'],
    ['mv .github /tmp/g', 'path:**/.github/**'],
  ])('%j', (command, rule) => {
    expect(commandRefusal(open, command)).toMatchObject({ rule, breach: true })
  })
})

describe('refused, and the run goes on', () => {
  it.each<[string, string, RegExp]>([
    ['git commit -m "add a test"', 'git:commit', /Baton commits what is in the worktree/],
    ['git checkout main', 'git:checkout', /stays on its commit/],
    ['git checkout -b fix', 'git:checkout', /stays/],
    ['git switch main', 'git:checkout', /stays/],
    ['git branch fix', 'git:refs', /Baton keeps the branch/],
    ['git tag v1', 'git:refs', /refs/],
    ['git pull', 'git:pull', /no network/],
    ['git fetch origin', 'git:fetch', /no network/],
    ['git rebase main', 'git:rebase', /stays/],
    ['git worktree add ../x', 'git:worktree', /stays/],
    ['git config user.name Ann', 'git:config', /configuration/],
    ['gh issue view 4', 'github', /in the task/],
    ['curl https://raw.githubusercontent.com/a/b/main/x', 'github', /no token/],
    ['ssh git@github.com', 'github', /no network/],
    ['"$TOOL" push', 'git:push', /not written out/],
  ])('%j', (command, rule, reason) => {
    const refusal = commandRefusal(open, command)
    expect(refusal).toMatchObject({ rule, breach: false })
    expect(refusal?.reason).toMatch(reason)
  })
})

describe('allowed', () => {
  it.each([
    'npm test',
    'git status && git diff HEAD',
    'git log --oneline --merges -n 5',
    'git merge-base HEAD origin/main',
    'git merge-file a b c',
    'git show HEAD:src/a.ts > src/a.ts',
    'git checkout -- src/a.ts',
    'git checkout .',
    'git checkout own/wave-1',
    'git branch --show-current',
    'git branch --list "x*"',
    'git branch -a',
    'git tag -l',
    'git config --get user.name',
    'git config user.name',
    'git remote -v',
    'git symbolic-ref HEAD',
    'echo "do not git push"',
    "echo 'git push'",
    'grep -r "git push" docs',
    'git log --grep="git merge main"',
    'npm run push',
    'npm test # then git push',
    "cat > notes.md <<'EOF'\nrun $(git push) or `gh pr merge`\nEOF",
    'cat .github/workflows/ci.yml',
    'cp .github/workflows/ci.yml /tmp/ci.yml',
    'ls .git/hooks 2>/dev/null',
    'cargo test --workspace 2>&1 | tee test.log',
    'touch src/.githubrc',
    'curl http://localhost:3000/health -d x',
    'curl https://notgithub.com.example/ -d x',
    '"$NODE" test.js',
    'x=1; echo $x',
    'for push in git merge; do echo $push; done',
    "node -e 'console.log(1)'",
    '',
    ')(',
    '"unclosed',
    '$(',
    '<<',
  ])('%j', (command) => expect(commandRefusal(open, command)).toBeUndefined())
})

describe('granted and denied commands', () => {
  const narrow: CommandAuthority = {
    ...open,
    allowedCommands: ['cargo *', 'git diff'],
    deniedCommands: ['cargo publish'],
  }
  it.each<[string, string | undefined]>([
    ['cargo test', undefined],
    ['cd crates && cargo build | tail -3', undefined],
    ['git diff HEAD', undefined],
    ['cargo publish', 'command:cargo publish'],
    ['cargo +nightly --color never publish', 'command:cargo publish'],
    ['env sh -c "cargo publish"', 'command:not-granted'],
    ['env cargo publish', 'command:cargo publish'],
    ['npm install x', 'command:not-granted'],
    ['cargo test; npm install x', 'command:not-granted'],
    ['git log', 'command:not-granted'],
    ['$CMD', 'command:not-granted'],
    ['xargs npm < list', 'command:not-granted'],
  ])('%j: %s', (command, rule) => {
    const refusal = commandRefusal(narrow, command)
    expect(refusal?.rule).toBe(rule)
    expect(refusal?.breach ?? false).toBe(false)
  })

  it('a breach outweighs a refusal that comes first', () => {
    expect(commandRefusal(narrow, 'npm install x; git push')).toMatchObject({
      rule: 'git:push',
      breach: true,
    })
  })
})

describe('reading hostile scripts', () => {
  it.each<[string, string, string | undefined]>([
    ['substitutions without end', '$('.repeat(10_000), undefined],
    ['quotes without end', `"'`.repeat(15_000), undefined],
    ['braces', `echo ${'{a,b}'.repeat(5000)}`, undefined],
    ['here-documents', '<<A '.repeat(7000), undefined],
    ['wrappers around wrappers', `${'env '.repeat(7000)}git push`, 'command:too-long'],
    ['what appends to what appends', `echo x | ${'xargs '.repeat(4000)}git push`, 'command:too-long'],
    ['shells in shells', 'sh -c "'.repeat(4000), undefined],
    ['pipes', 'a|'.repeat(15_000), 'command:too-long'],
    ['variables that grow', `a=x;${'a=$a$a;'.repeat(4000)} git $a`, undefined],
  ])('ends: %s', (_name, script, rule) => expect(commandRefusal(open, script)?.rule).toBe(rule))
})
