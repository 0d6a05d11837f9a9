import { run } from 'node:test'
import { type Counts, noCounts } from './counts.ts'

const TEST_MILLISECONDS_MAX = 300_000

/** Runs files with node:test, printing only what failed and how long the slow ones took. */
export async function runNodeTests(files: string[]): Promise<Counts> {
  if (files.length === 0) return noCounts
  const counts = { passed: 0, failed: 0, skips: [] as string[] }
  const stream = run({
    files: files.toSorted(),
    concurrency: 2,
    timeout: TEST_MILLISECONDS_MAX,
    // What a failing test leaves behind, such as a server, would keep its process for ever.
    execArgv: ['--test-force-exit'],
  })
  const output = new Map<string, string>()
  for await (const event of stream) {
    const { type, data } = event
    if (type === 'test:stderr' || type === 'test:stdout')
      output.set(data.file, (output.get(data.file) ?? '') + data.message)
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details.type === 'suite') continue
    if (type === 'test:pass') {
      if (data.skip !== undefined && data.skip !== false)
        counts.skips.push(`${data.name}: ${String(data.skip)}`)
      else counts.passed += 1
    } else {
      counts.failed += 1
      console.error(`FAILED ${data.name} (${data.file}:${data.line})`)
      console.error(data.details.error.cause ?? data.details.error)
      if (data.file) console.error(output.get(data.file) ?? '')
    }
  }
  console.log(`${files.length} files: ${counts.passed} passed, ${counts.failed} failed`)
  return counts
}
