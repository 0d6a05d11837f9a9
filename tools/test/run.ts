/**
 * All checks and tests, in the order in which a mistake is cheapest to find. Arguments name the
 * parts to run (`check unit acceptance`), or one folder of acceptance (`acceptance/livy`); none
 * means all. The last line is the count.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { endPostgres } from '../../server/src/foundation/postgres.ts'
import { testClusterDirectory } from '../../server/src/testing/database.ts'
import { prepareAcceptance, runAcceptance } from './acceptance.ts'
import { addCounts, type Counts, noCounts, printCounts, strictInCi } from './counts.ts'
import { runNodeTests } from './node-tests.ts'

const parts: Record<string, () => Promise<Counts>> = {
  check: async () => one('npm run check', process.execPath, ['tools/check.mjs']),
  portal: async () => one('portal build', 'npm', ['run', 'build', '--workspace', 'portal']),
  unit: () =>
    runNodeTests(globSync(['{server,contract,cli}/src/**/*.test.ts', 'tools/**/*.test.ts'])),
  browser: () => runNodeTests(globSync('portal/tests/**/*.test.ts'), { filesInProcess: 1 }),
  acceptance: () => runAcceptance(),
}
const oneFolder = /^acceptance\/([\w-]+)\/?$/

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)
// Downloads take minutes, in which the rest is checked. Who needs them is told where they fail.
if (wanted.some((name) => name.startsWith('acceptance'))) prepareAcceptance().catch(() => {})
let total = noCounts
for (const name of wanted) {
  const folder = oneFolder.exec(name)?.[1]
  const part = folder ? () => runAcceptance([folder]) : parts[name]
  if (!part) {
    console.error(`there is no part "${name}"; there are: ${Object.keys(parts).join(', ')}`)
    process.exit(2)
  }
  const started = performance.now()
  console.log(`\n== ${name}`)
  total = addCounts(total, await part())
  console.log(`== ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
total = strictInCi(total, process.env.CI !== undefined)
await endPostgres(testClusterDirectory())
printCounts(total)
process.exit(total.failed === 0 ? 0 : 1)

/** A program that counts as one test. */
async function one(name: string, program: string, argv: string[]): Promise<Counts> {
  const [status] = await once(spawn(program, argv, { stdio: 'inherit' }), 'exit')
  if (status !== 0) console.error(`FAILED ${name}`)
  return { ...noCounts, [status === 0 ? 'passed' : 'failed']: 1 }
}
