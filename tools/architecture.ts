/**
 * Draws the map of ARCHITECTURE.md from the imports as they are: which context uses which, and
 * which contexts each door translates to. `--write` replaces the map; without it, a stale map is a
 * failure. Run by `npm run check`.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const FILE = 'ARCHITECTURE.md'
const BEGIN = '<!-- map: drawn by tools/architecture.ts -->'
const END = '<!-- end of map -->'
const IMPORT = /from '(\.[^']+)'/g

/** `contexts/catalog` or `doors/glue`; undefined for what is neither. */
function houseOf(path: string): string | undefined {
  return /^server\/src\/((?:contexts|doors)\/[^/]+)\//.exec(path)?.[1]
}

function arrows(): [string, string][] {
  const found = new Set<string>()
  for (const path of globSync('server/src/{contexts,doors}/**/*.ts')) {
    if (path.endsWith('.test.ts') || path.includes('/testing/')) continue
    const from = houseOf(path)
    for (const match of readFileSync(path, 'utf8').matchAll(IMPORT)) {
      const to = houseOf(normalize(join(dirname(path), match[1] ?? '')))
      if (from && to && from !== to && to !== 'doors/shared') found.add(`${from} ${to}`)
    }
  }
  return [...found].sort().map((line) => line.split(' ') as [string, string])
}

function draw(): string {
  const lines = arrows().map(([from, to]) => `  ${name(from)} --> ${name(to)}`)
  return [BEGIN, '```mermaid', 'flowchart TD', ...lines, '```', END].join('\n')
}

/** A door is drawn round, a context square. */
function name(house: string): string {
  const [kind, word = ''] = house.split('/')
  return kind === 'doors' ? `door-${word}([${word}])` : word
}

const text = readFileSync(FILE, 'utf8')
const before = text.slice(0, text.indexOf(BEGIN))
const after = text.slice(text.indexOf(END) + END.length)
const drawn = `${before}${draw()}${after}`
if (process.argv.includes('--write')) writeFileSync(FILE, drawn)
else if (drawn !== text) {
  console.error(`the map in ${FILE} is stale: node tools/architecture.ts --write`)
  process.exitCode = 1
}
