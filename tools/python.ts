/**
 * Format and lint of the project's Python, by ruff. `--write` formats it. Run by `npm run check`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs'

/** Cells of notebooks hold magics, which are no Python. */
const NOTEBOOKS = /^demo\/notebooks\//

const ruff = new Workspace(
  {
    'line-length': 100,
    'target-version': 'py311',
    // What Spark's kernels put into every statement's and script's scope.
    builtins: ['spark'],
    lint: { select: ['E4', 'E7', 'E9', 'F', 'I', 'B', 'UP'] },
  },
  PositionEncoding.Utf16,
)

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z', '*.py'])
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(path) && !NOTEBOOKS.test(path))

const write = process.argv.includes('--write')
const broken: string[] = []
for (const path of files) {
  const text = readFileSync(path, 'utf8')
  for (const { code, message, start_location: at } of ruff.check(text) as Diagnostic[])
    broken.push(`${path}:${at.row}: ${code ?? 'syntax'}: ${message}`)
  const formatted = ruff.format(text)
  if (formatted === text) continue
  if (write) writeFileSync(path, formatted)
  else broken.push(`${path} is not formatted: node tools/python.ts --write`)
}
for (const line of broken) console.error(line)
console.log(`python: ${files.length} files, ${broken.length} broken`)
process.exitCode = broken.length === 0 ? 0 : 1
