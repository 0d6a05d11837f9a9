// `npm run check`: format, lint, types, arrows, house rules and documents, TypeScript and Python.
// Stops at nothing; says all.
import { spawnSync } from 'node:child_process'
import { environment, installPackages } from './dependencies.mjs'

installPackages()

const places = ['server/src', 'contract/src', 'cli/src', 'portal/src', 'tools', 'demo']

/** What is the same as the last time is not checked again. */
const incremental = (name) => [
  '--incremental',
  ...['--tsBuildInfoFile', `node_modules/.cache/typescript/${name}.tsbuildinfo`],
]

const steps = [
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['python', 'node', ['tools/python.ts']],
  ['types', 'tsc', ['-p', '.', ...incremental('types')]],
  ['types of the portal', 'tsc', ['-p', 'portal', ...incremental('portal')]],
  ['arrows', 'depcruise', ['--config', '.dependency-cruiser.mjs', ...places]],
  ['house rules', 'node', ['tools/tidy.ts']],
  ['map', 'node', ['tools/architecture.ts']],
  ['reference', 'node', ['tools/reference.ts']],
  ['links', 'node', ['tools/links.ts']],
]

let failed = 0
for (const [name, program, argv] of steps) {
  const started = performance.now()
  const { status } = spawnSync(program, argv, { stdio: 'inherit', env: environment() })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}  ${seconds} s`)
  if (status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
