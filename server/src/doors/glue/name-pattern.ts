import { invalidInput } from './errors.ts'

/**
 * A regular expression over names that costs no more than its length times the name's, whatever a
 * caller writes: an automaton that walks all its ways at once and never goes back.
 *
 * Letters, `.`, classes, groups, `|`, `*`, `+`, `?`, `{n,m}`, `\d \w \s`, anchors at the ends; and
 * `*` after what names are made of is any text, as Hive's clients and AWS's have it: `sales_*`.
 */
export function namePattern(expression: string): (name: string) => boolean {
  if (expression.length > LETTERS_MAX) throw wrong(expression.slice(0, LETTERS_MAX))
  const reader = { text: expression, at: 0, states: [] as State[] }
  const whole = alternatives(reader)
  if (reader.at < expression.length) throw wrong(expression)
  const start = whole(ACCEPT)
  const states = reader.states
  return (name) => walk(states, start, name)
}

type Letter = (letter: string) => boolean
/** Takes a letter and goes on, or goes on by each way without one. */
type State = { takes: Letter; next: number } | { ways: number[] }
/** What a part of an expression becomes, before it is known what follows. */
type Part = (next: number) => number

interface Reader {
  text: string
  at: number
  states: State[]
}

const ACCEPT = -1
const STATES_MAX = 5_000
const LETTERS_MAX = 2048 // Glue API: FilterString.

function wrong(expression: string) {
  return invalidInput({ reason: `Expression "${expression}" is not understood` })
}

function add(reader: Reader, state: State): number {
  if (reader.states.length >= STATES_MAX) throw wrong(reader.text)
  return reader.states.push(state) - 1
}

function alternatives(reader: Reader): Part {
  const parts = [sequence(reader)]
  while (reader.text[reader.at] === '|') {
    reader.at += 1
    parts.push(sequence(reader))
  }
  if (parts.length === 1) return parts[0] as Part
  return (next) => add(reader, { ways: parts.map((part) => part(next)) })
}

function sequence(reader: Reader): Part {
  const parts: Part[] = []
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at] as string))
    parts.push(repeated(reader))
  return (next) => parts.reduceRight((follows, part) => part(follows), next)
}

function repeated(reader: Reader): Part {
  const from = reader.at
  let part = reader.text[from] === '*' ? taking(reader, () => true) : atom(reader)
  if (reader.at === from + 1 && NAMING.test(reader.text[from] ?? '') && starred(reader)) return part
  while (true) {
    const [least, most] = counts(reader) ?? []
    if (least === undefined) return part
    part = between(reader, part, { least, most: most ?? Number.POSITIVE_INFINITY })
  }
}

/** What names are made of: after it Hive and its clients mean any text by a star. */
const NAMING = /[\p{L}\p{N}_-]/u

function starred({ text, at }: Reader): boolean {
  return text[at] === '*'
}

const COUNTED = /\{(\d{1,3})(,(\d{1,3})?)?\}/y

function counts(reader: Reader): [number, number] | undefined {
  const sign = reader.text[reader.at] ?? ''
  const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[sign]
  if (simple) {
    reader.at += 1
    if (reader.text[reader.at] === '?') reader.at += 1 // Reluctance does not change what matches.
    return simple as [number, number]
  }
  COUNTED.lastIndex = reader.at
  const found = COUNTED.exec(reader.text)
  if (!found) return undefined
  reader.at += found[0].length
  const least = Number(found[1])
  if (found[2] === undefined) return [least, least]
  return [least, found[3] === undefined ? Number.POSITIVE_INFINITY : Number(found[3])]
}

function between(
  reader: Reader,
  part: Part,
  { least, most }: { least: number; most: number },
): Part {
  return (next) => {
    let follows = next
    if (most === Number.POSITIVE_INFINITY) {
      const loop: State = { ways: [next] }
      follows = add(reader, loop)
      loop.ways.push(part(follows))
    } else
      for (let count = least; count < most; count += 1)
        follows = add(reader, { ways: [part(follows), next] })
    for (let count = 0; count < least; count += 1) follows = add(reader, { ways: [part(follows)] })
    return follows
  }
}

function taking(reader: Reader, takes: Letter): Part {
  return (next) => add(reader, { takes, next })
}

function atom(reader: Reader): Part {
  const letter = reader.text[reader.at] as string
  const atEnd = reader.at === 0 || reader.at === reader.text.length - 1
  reader.at += 1
  if (letter === '(') return group(reader)
  if (letter === '[') return taking(reader, oneOf(reader))
  if (letter === '.') return taking(reader, () => true)
  if (letter === '\\') return taking(reader, escaped(reader))
  if ((letter === '^' || letter === '$') && atEnd) return (next) => next
  if ('^$+?{})*'.includes(letter)) throw wrong(reader.text)
  return taking(reader, (one) => one === letter.toLowerCase())
}

function group(reader: Reader): Part {
  if (reader.text.startsWith('?:', reader.at)) reader.at += 2
  const part = alternatives(reader)
  if (reader.text[reader.at] !== ')') throw wrong(reader.text)
  reader.at += 1
  return part
}

function escaped(reader: Reader): Letter {
  const letter = reader.text[reader.at] ?? ''
  reader.at += 1
  const known: Record<string, RegExp> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ }
  const set = Object.hasOwn(known, letter) ? known[letter] : undefined
  if (set) return (one) => set.test(one)
  if (letter === '' || /[a-z0-9]/i.test(letter)) throw wrong(reader.text)
  return (one) => one === letter
}

function oneOf(reader: Reader): Letter {
  const negated = reader.text[reader.at] === '^'
  if (negated) reader.at += 1
  const choices: Letter[] = []
  while (reader.text[reader.at] !== ']' || choices.length === 0) {
    if (reader.at >= reader.text.length) throw wrong(reader.text)
    choices.push(choice(reader))
  }
  reader.at += 1
  return (letter) => choices.some((fits) => fits(letter)) !== negated
}

function choice(reader: Reader): Letter {
  const from = reader.text[reader.at] as string
  reader.at += 1
  if (from === '\\') return escaped(reader)
  const to = reader.text[reader.at + 1]
  if (reader.text[reader.at] !== '-' || to === undefined || to === ']')
    return (letter) => letter === from.toLowerCase()
  reader.at += 2
  return (letter) => [letter, letter.toUpperCase()].some((one) => from <= one && one <= to)
}

function walk(states: readonly State[], start: number, name: string): boolean {
  let here = reached(states, [start])
  for (const letter of name.toLowerCase()) {
    const next: number[] = []
    for (const id of here) {
      const state = states[id]
      if (state && 'takes' in state && state.takes(letter)) next.push(state.next)
    }
    here = reached(states, next)
  }
  return here.has(ACCEPT)
}

/** All states that are reached without a letter more. */
function reached(states: readonly State[], from: readonly number[]): Set<number> {
  const seen = new Set<number>()
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    const state = states[id]
    if (state && 'ways' in state) open.push(...state.ways)
  }
  return seen
}
