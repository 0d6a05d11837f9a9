import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { run } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Counts, noCounts } from './counts.ts'

const TEST_MILLISECONDS_MAX = 300_000
/** For all tests of one process together. */
const PROCESS_MILLISECONDS_MAX = 1_200_000
/** So many test files share a process: most of a small file's time is importing what it tests. */
const SHARED_FILES = 16
const OUTPUT_CHARACTERS_MAX = 100_000
/** So many tests are named with their time at the end. */
const SLOWEST = 10

/**
 * Runs files with node:test, printing only what failed, and the output before it. Every
 * `filesInProcess` of them share a process: they may leave nothing behind that another would see.
 */
export async function runNodeTests(
  files: string[],
  { filesInProcess = SHARED_FILES } = {},
): Promise<Counts> {
  if (files.length === 0) return noCounts
  const directory = mkdtempSync(join(tmpdir(), 'millrace tests '))
  try {
    const groups = writeGroups(files.toSorted(), { filesInProcess, directory })
    const counts = await runGroups(groups)
    console.log(`${files.length} files: ${counts.passed} passed, ${counts.failed} failed`)
    return counts
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Modules that import the files of one process each. */
function writeGroups(
  files: readonly string[],
  { filesInProcess, directory }: { filesInProcess: number; directory: string },
): string[] {
  const starts = files.keys().filter((index) => index % filesInProcess === 0)
  return [...starts].map((start) => {
    const imports = files
      .slice(start, start + filesInProcess)
      .map((file) => `import ${JSON.stringify(pathToFileURL(resolve(file)))}\n`)
    const group = join(directory, `from-${start}.test.mjs`)
    writeFileSync(group, imports.join(''))
    return group
  })
}

async function runGroups(groups: string[]): Promise<Counts> {
  const counts = { passed: 0, failed: 0, skips: [] as string[] }
  const stream = run({
    files: groups,
    concurrency: 2,
    timeout: PROCESS_MILLISECONDS_MAX,
    // What a failing test leaves behind, such as a server, would keep its process for ever.
    execArgv: ['--test-force-exit', `--test-timeout=${TEST_MILLISECONDS_MAX}`],
  })
  const times: { name: string; seconds: number }[] = []
  let output = ''
  for await (const { type, data } of stream) {
    if (type === 'test:stderr' || type === 'test:stdout')
      output = (output + data.message).slice(-OUTPUT_CHARACTERS_MAX)
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details.type === 'suite') continue
    times.push({ name: data.name, seconds: data.details.duration_ms / 1000 })
    if (type === 'test:pass') {
      if (data.skip !== undefined && data.skip !== false)
        counts.skips.push(`${data.name}: ${String(data.skip)}`)
      else counts.passed += 1
    } else {
      counts.failed += 1
      console.error(`FAILED ${data.name} (${data.file}:${data.line})`)
      console.error(data.details.error.cause ?? data.details.error)
      console.error(output)
      output = ''
    }
  }
  const slowest = times.toSorted((one, other) => other.seconds - one.seconds).slice(0, SLOWEST)
  for (const { name, seconds } of slowest)
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`)
  return counts
}
