/**
 * Every link of the project's own documents leads somewhere: to a file, and to a heading of it; and
 * every file that they name by its path is there. Run by `npm run check`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g
const OUTSIDE = /^[a-z]+:/

const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z', '*.md'])
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(path))

function brokenIn(document: string): string[] {
  const text = proseOf(document)
  return [...text.matchAll(LINK)]
    .map((match) => match[1] as string)
    .filter((link) => !OUTSIDE.test(link) && !leadsSomewhere(document, link))
    .map((link) => `${document} leads to "${link}", which is not there`)
}

/** `server/src/main.ts`, `contexts/storage`; a path with a placeholder names no file. */
const NAMED =
  /`((?:server|tools|docs|driver|cli|portal|demo|acceptance|contexts|doors)\/[\w./-]+)`/g
/** `identity/model/throttle.test.ts`: whatever folder it begins in. */
const NAMED_FILE = /`([\w.-]+(?:\/[\w.-]+)+\.(?:tsx?|mjs|py|sql|md))`/g
const BEGINNINGS = ['.', 'server/src', 'server/src/contexts']

function missingFiles(document: string): string[] {
  const text = proseOf(document)
  const named = [...text.matchAll(NAMED), ...text.matchAll(NAMED_FILE)]
  const paths = new Set(named.map((match) => match[1] as string))
  return [...paths]
    .filter((path) => ![...BEGINNINGS, dirname(document)].some((at) => existsSync(join(at, path))))
    .map((path) => `${document} names "${path}", which is not there`)
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', heading] = link.split('#')
  const target = path === '' ? document : normalize(join(dirname(document), path))
  if (!existsSync(target)) return false
  return heading === undefined || !target.endsWith('.md') || headingsOf(target).has(heading)
}

/** Names of headings as GitHub makes them. */
function headingsOf(document: string): ReadonlySet<string> {
  const titles = [...proseOf(document).matchAll(/^#+ (.+)$/gm)].map((match) => match[1] as string)
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  )
}

/** Without blocks of code, whose brackets are no links. */
function proseOf(document: string): string {
  return readFileSync(document, 'utf8').replace(/^```[\s\S]*?^```/gm, '')
}

/** Decisions are one number line; each says what was decided and how to leave it. */
function decisionsOutOfLine(): string[] {
  const decisions = documents.filter((path) => path.startsWith('docs/decisions/'))
  const numbers = decisions.map((path) => /\/(\d{4})-/.exec(path)?.[1] ?? path)
  return decisions
    .filter((_, index) => numbers.indexOf(numbers[index] as string) !== index)
    .map((path) => `${path} has a number that is taken`)
}

const broken = [
  ...documents.flatMap(brokenIn),
  ...documents.flatMap(missingFiles),
  ...decisionsOutOfLine(),
]
for (const line of broken) console.error(line)
console.log(`links: ${documents.length} documents, ${broken.length} broken`)
process.exitCode = broken.length === 0 ? 0 : 1
