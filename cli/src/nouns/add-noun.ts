import { readFileSync } from 'node:fs'
import { operations } from '@millrace/contract'
import { type Command, Option } from 'commander'
import { parse } from 'yaml'
import { profileToken } from '../api.ts'
import { Failure, Refusal } from '../failure.ts'
import type { Home } from '../home.ts'
import { tableLines } from '../lines.ts'
import { callNamed, listItems, type Member, requestOf } from './call.ts'
import { type Accounts, type Argument, DATASET, type Noun, type Verb } from './noun.ts'

/** What commands need of the program around them. */
export interface Program {
  home(): Home
  accountsOf(profile: string): Accounts
  /** As JSON where asked for, else for reading. */
  print(answer: unknown): void
  /** For reading, the lines that say the answer. */
  printLines(answer: unknown, lines: readonly string[]): void
}

/** Adds a noun's verbs to the command line; answers the noun's command, for verbs of its own. */
export function addNoun(root: Command, name: string, noun: Noun, program: Program): Command {
  const command = root.command(name).description(noun.is)
  for (const [verb, of] of Object.entries(noun.verbs)) addVerb(command, verb, of, program)
  return command
}

/** The profile to work as: the one named, else the one that `millrace env` has exported. */
export function asProfile(): Option {
  return new Option('--profile <name>', 'who asks; of `millrace env` without it')
    .env('AWS_PROFILE')
    .makeOptionMandatory()
}

/** Adds one operation as a command. */
export function addVerb(parent: Command, name: string, verb: Verb, program: Program): void {
  const { summary, answer } = operations[verb.operation]
  const request = requestOf(verb.operation)
  const takes =
    verb.takes ?? Object.keys(request.params.properties).map((member) => ({ name: member }))
  const command = parent.command(name).description(summary).addOption(asProfile())
  for (const argument of takes) command.argument(argumentText(argument))
  const taken = new Set(takes.flatMap(membersTaken))
  const listed = 'items' in ((answer as { properties?: object }).properties ?? {})
  if (listed) command.option('--limit <items>', 'at most so many', positive, 100)
  for (const part of [request.query, request.body])
    for (const [member, schema] of Object.entries(part.properties))
      if (!taken.has(member) && sayable(schema)) command.addOption(optionOf(member, schema))
  const bodied = Object.values(request.body.properties).some((schema) => !sayable(schema))
  if (bodied)
    command.option('--file <path>', 'the request as YAML or JSON; - is the standard input')
  command.action(async (...given: unknown[]) => {
    const options = given[takes.length] as Record<string, unknown> & { profile: string }
    const accounts = program.accountsOf(options.profile)
    const members = {
      ...fileMembers(options.file, request),
      ...membersOf(options, request),
      ...Object.assign({}, ...takes.map((one, at) => read(one, given[at], accounts))),
    }
    const home = program.home()
    const token = await profileToken(home, options.profile)
    const bare = takes.some((one, at) => one === DATASET && !String(given[at]).includes('/'))
    const two = accounts.own !== accounts.lake
    if (bare && two && (await isOwn(home, token, { ...members, account: accounts.own })))
      Object.assign(members, { account: accounts.own })
    const call = (paging: object) =>
      callNamed(home, { token, name: verb.operation, members: { ...members, ...paging } })
    if (!listed) return printAnswer(program, await call({}), verb)
    const { items, more } = await listItems(call, Number(options.limit))
    program.printLines(items, tableLines(rowsOf(items, verb.line)))
    if (more) console.error(`there are more than ${options.limit}: --limit says how many to show`)
  })
}

function printAnswer(program: Program, answer: unknown, { lines }: Verb): void {
  if (lines) program.printLines(answer, lines(answer as never))
  else program.print(answer)
}

/** Is there a dataset of the name in the profile's own account? */
async function isOwn(home: Home, token: string, members: object): Promise<boolean> {
  return callNamed(home, { token, name: 'getDataset', members }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false
      throw error
    },
  )
}

function rowsOf(items: readonly unknown[], line: Verb['line']): string[][] {
  return items.map((item) =>
    (line ? line(item as never) : [JSON.stringify(item)]).map((cell) => String(cell ?? '-')),
  )
}

function argumentText({ name, optional, rest }: Argument): string {
  const text = rest ? `${name}...` : name
  return optional ? `[${text}]` : `<${text}>`
}

const membersTaken = ({ name, members }: Argument) =>
  members ? Object.keys(members('', { lake: '', own: '' })) : [name]

function read(argument: Argument, given: unknown, accounts: Accounts): Record<string, unknown> {
  const word = [given ?? ''].flat().join(' ')
  if (argument.members) {
    const members = argument.members(word, accounts)
    if (Object.values(members).includes(undefined))
      throw new Failure(`"${word}" is no ${argument.name}: ${argument.form ?? 'see --help'}`)
    return members
  }
  return word === '' ? {} : { [argument.name]: word }
}

/** Texts, numbers, choices and switches; anything else is written into a file. */
function sayable({ type, enum: choices }: Member): boolean {
  return choices !== undefined || ['string', 'integer', 'number', 'boolean'].includes(type ?? '')
}

function optionOf(member: string, { type, enum: choices }: Member): Option {
  const flag = `--${member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  if (type === 'boolean') return new Option(flag)
  const option = new Option(
    `${flag} <${choices ? 'choice' : type === 'string' ? 'text' : 'number'}>`,
  )
  if (choices) option.choices(choices)
  if (type === 'integer' || type === 'number') option.argParser(Number)
  return option
}

function membersOf(
  options: Record<string, unknown>,
  { query, body }: ReturnType<typeof requestOf>,
): Record<string, unknown> {
  const known = { ...query.properties, ...body.properties }
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => name in known && value !== undefined),
  )
}

function fileMembers(path: unknown, request: ReturnType<typeof requestOf>): object {
  if (path === undefined) return {}
  const members = readRequest(path)
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw new Failure(`"${path}" holds no object`)
  const known = Object.values(request).flatMap(({ properties }) => Object.keys(properties))
  const unknown = Object.keys(members).find((member) => !known.includes(member))
  if (unknown !== undefined)
    throw new Failure(`"${path}" has "${unknown}"; the request takes ${known.join(', ')}`)
  return members
}

/** JSON is YAML, too. */
function readRequest(path: unknown): unknown {
  try {
    return parse(readFileSync(path === '-' ? 0 : String(path), 'utf8'))
  } catch (error) {
    throw new Failure(`"${path}" cannot be read: ${(error as Error).message}`)
  }
}

function positive(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Failure(`"${text}" is no count of items`)
  return number
}
