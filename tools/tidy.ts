/**
 * The house rules that no linter knows, as a test of the tree. Each rule answers the places that
 * break it; an empty answer is a pass. Run by `npm run check`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codesDeclaredTwice, functionsTooLong, moduleState, plainErrors } from './tidy-syntax.ts'

interface Source {
  path: string
  text: string
  lines: string[]
}

const FILE_LINES_MAX = 300
const TEST_LINES_MAX = 500
const LINE_LENGTH_MAX = 100

const sources: Source[] = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'])
  .toString()
  .split('\0')
  .filter((path) => /\.(ts|tsx|mjs|sql|py)$/.test(path) && existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  .map((source) => ({ ...source, lines: source.text.split('\n') }))

const isTest = ({ path }: Source) =>
  /\.test\.tsx?$/.test(path) || /(^|\/)test_[^/]+\.py$/.test(path)
const production = sources.filter((source) => !isTest(source))
const typescript = production.filter(({ path }) => /\.tsx?$/.test(path))
const server = typescript.filter(({ path }) => path.startsWith('server/src/'))

/** Places where `pattern` matches a line of one of `files`. */
function matches(files: Source[], pattern: RegExp): string[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  )
}

function filesTooLong(): string[] {
  return sources
    .filter(
      (source) => source.lines.length - 1 > (isTest(source) ? TEST_LINES_MAX : FILE_LINES_MAX),
    )
    .map(({ path, lines }) => `${path} has ${lines.length - 1} lines`)
}

function linesTooLong(): string[] {
  return matches(
    sources.filter(({ path }) => !path.includes('/golden/')),
    new RegExp(`^.{${LINE_LENGTH_MAX + 1},}$`),
  )
}

/** One place each; tools and the demo are programs of the shell that starts them. */
function environmentReaders(): string[] {
  const readers = ['server/src/config.ts', 'cli/src/home.ts']
  const parts = /^(server|contract|portal|cli)\/src\//
  const inside = typescript.filter(({ path }) => parts.test(path) && !readers.includes(path))
  return matches(inside, /\bprocess\.env\b|\bimport\.meta\.env\b/)
}

function loosePromises(): string[] {
  return matches(
    production.filter(({ path }) => path !== 'tools/tidy.ts'),
    /\b(TODO|FIXME)\b/,
  )
}

function vagueNames(): string[] {
  // `service` alone is vague; AWS's own name for its `service-catalog` is not.
  const vague = /^(utils?|helpers?|common|manager|impl|misc)\b|^service(\.|$)/
  return sources
    .filter(({ path }) => path.split('/').some((part) => vague.test(part)))
    .map(({ path }) => path)
}

function contextsWithoutFace(): string[] {
  const root = 'server/src/contexts'
  if (!existsSync(root)) return []
  return readdirSync(root)
    .filter((context) => readdirSync(join(root, context)).length > 0)
    .flatMap((context) =>
      ['README.md', 'index.ts', 'errors.ts', 'deps.ts']
        .filter((file) => !existsSync(join(root, context, file)))
        .map((file) => `${root}/${context} lacks ${file}`),
    )
}

/** Only the store of a context touches its SQL schema. */
function foreignSchemas(): string[] {
  const named = /(?:From|Into|Table|update|join|Join|FROM|INTO|UPDATE|JOIN)\W{1,4}([a-z]+)\.[a-z]/g
  return server.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => {
      const schemas = [...line.matchAll(named)].map((match) => match[1])
      const foreign = schemas.some((schema) => isContext(schema) && !inStoreOf(path, schema))
      return foreign ? [`${path}:${index + 1}`] : []
    }),
  )
}

function isContext(name: string | undefined): name is string {
  return name !== undefined && existsSync(join('server/src/contexts', name))
}

function inStoreOf(path: string, context: string): boolean {
  return path.startsWith(`server/src/contexts/${context}/store/`)
}

function migrationsWithoutHeader(): string[] {
  const files = sources.filter(({ path }) => dirname(path) === 'server/migrations')
  const numbers = files.map(({ path }) => basename(path).slice(0, 4))
  const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index)
  return [
    ...files
      .filter(
        ({ text }) => !/^-- Why: .*\n(?:-- .*\n)*-- Locks: .*\n(?:-- .*\n)*-- Undo: /.test(text),
      )
      .map(({ path }) => `${path} does not open with why, locks and undo`),
    ...twice.map((number) => `server/migrations/${number} is taken twice`),
  ]
}

interface Package {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** A library is there for a reason that is written down, and is used. */
function unexplainedDependencies(): string[] {
  const decisions = readdirSync('docs/decisions')
    .map((file) => readFileSync(join('docs/decisions', file), 'utf8'))
    .join('\n')
  return ['server', 'portal', 'cli', 'contract'].flatMap((part) => {
    const parsed = JSON.parse(readFileSync(join(part, 'package.json'), 'utf8')) as Package
    const names = Object.keys({ ...parsed.dependencies, ...parsed.optionalDependencies })
    const foreign = names.filter((name) => !name.startsWith('@millrace/'))
    return foreign.flatMap((name) => [
      ...(decisions.includes(`\`${name}\``) ? [] : [`${part}: no decision names "${name}"`]),
      ...(used(name) ? [] : [`${part}: nothing imports "${name}"`]),
    ])
  })
}

/** Packages of one system are looked up by its name, so half of the name stands in the code. */
function used(name: string): boolean {
  const [scope = ''] = name.split('/linux-')
  return sources.some(
    ({ path, text }) => /\.(ts|tsx)$/.test(path) && new RegExp(`['"\`]${scope}['"/]`).test(text),
  )
}

/** One operation, one file, one test. */
function operationsWithoutTest(): string[] {
  return production
    .filter(({ path }) => /\/contexts\/[^/]+\/operations\/[^/]+\.ts$/.test(path))
    .filter(({ path }) => !existsSync(path.replace(/\.ts$/, '.test.ts')))
    .map(({ path }) => path)
}

const rules: Record<string, () => string[]> = {
  [`files have at most ${FILE_LINES_MAX} lines, tests ${TEST_LINES_MAX}`]: filesTooLong,
  [`lines have at most ${LINE_LENGTH_MAX} characters`]: linesTooLong,
  'functions have at most 50 lines': () => functionsTooLong(typescript),
  'errors are declared, not thrown plain': () => plainErrors(server),
  'an error is declared once': () => codesDeclaredTwice(server),
  'the environment is read in one place': environmentReaders,
  'nothing is promised in comments': loosePromises,
  'names say what a thing is': vagueNames,
  'nothing is mutable at module level': () => moduleState(server),
  'each context has its face, words, errors and dependencies': contextsWithoutFace,
  'only a context’s own store touches its schema': foreignSchemas,
  'migrations say why, what they lock and how to undo': migrationsWithoutHeader,
  'each operation has its test': operationsWithoutTest,
  'each runtime dependency has a decision and a use': unexplainedDependencies,
}

const broken = Object.entries(rules).flatMap(([rule, places]) =>
  places().map((place) => `${rule}: ${place}`),
)
for (const line of broken) console.error(line)
console.log(`house rules: ${Object.keys(rules).length} checked, ${broken.length} broken`)
process.exitCode = broken.length === 0 ? 0 : 1
