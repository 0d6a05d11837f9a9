import { invalidInput } from '../errors.ts'
import { FILTER_TEXT_LENGTH_MAX } from './decisions.ts'
import { ANY_TYPE, literalOf } from './filter-literal.ts'
import { type Token, tokensOf } from './filter-tokens.ts'
import { likeParts } from './like-pattern.ts'
import { both, either } from './logic.ts'
import type { Predicate } from './predicate.ts'
import type { GovernedColumn } from './register.ts'

/** Reads Lake Formation's PartiQL subset; every constant must fit the type of its column. */
export function parseFilter(text: string, columns: readonly GovernedColumn[]): Predicate {
  if (text.length > FILTER_TEXT_LENGTH_MAX)
    throw invalidInput({ reason: 'The filter expression must be shorter than 2048 characters' })
  const reader = new Reader(tokensOf(text), columns)
  return reader.whole()
}

const DEPTH_MAX = 64
const LEVELS_MAX = 5
const NESTED: ReadonlySet<string> = new Set(['struct', 'list', 'map'])
const COMPARISONS = ['=', '<>', '!=', '<', '<=', '>', '>=']

class Reader {
  private readonly tokens: readonly Token[]
  private readonly columns: readonly GovernedColumn[]
  private position = 0
  private depth = 0

  constructor(tokens: readonly Token[], columns: readonly GovernedColumn[]) {
    this.tokens = tokens
    this.columns = columns
  }

  whole(): Predicate {
    const predicate = this.disjunction()
    if (this.position < this.tokens.length) throw this.unexpected()
    return predicate
  }

  private disjunction(): Predicate {
    const terms = [this.conjunction()]
    while (this.takes('OR')) terms.push(this.conjunction())
    return either(terms)
  }

  private conjunction(): Predicate {
    const terms = [this.negation()]
    while (this.takes('AND')) terms.push(this.negation())
    return both(terms)
  }

  private negation(): Predicate {
    this.depth += 1
    if (this.depth > DEPTH_MAX) throw invalidInput({ reason: 'The filter is nested too deeply' })
    const predicate = this.takes('NOT') ? negated(this.negation()) : this.primary()
    this.depth -= 1
    return predicate
  }

  private primary(): Predicate {
    if (this.takes('(')) {
      const predicate = this.disjunction()
      this.demand(')')
      return predicate
    }
    if (this.takes('TRUE')) return { op: 'true' }
    if (this.takes('FALSE')) return { op: 'false' }
    return this.comparison(this.column())
  }

  private comparison(column: GovernedColumn): Predicate {
    const on = column.id
    if (this.takes('IS')) {
      const not = this.takes('NOT')
      this.demand('NULL')
      // AWS guide: IS [NOT] NULL is not for partition columns.
      if (column.partitionSource)
        throw invalidInput({ reason: `IS NULL is not supported on "${column.name}"` })
      const predicate: Predicate = { op: 'is-null', column: on }
      return not ? negated(predicate) : predicate
    }
    const not = this.takes('NOT')
    if (this.takes('BETWEEN')) return keep(not, this.between(column))
    if (this.takes('IN')) return keep(not, this.among(column))
    if (this.takes('LIKE')) return keep(not, this.like(column))
    const word = this.peek()?.word
    if (not || word === undefined || !COMPARISONS.includes(word)) throw this.unexpected()
    this.position += 1
    const op = (word === '!=' ? '<>' : word) as '=' | '<>' | '<' | '<=' | '>' | '>='
    return { op, column: on, value: this.literal(column) }
  }

  private between(column: GovernedColumn): Predicate {
    const low = this.literal(column)
    this.demand('AND')
    return { op: 'between', column: column.id, low, high: this.literal(column) }
  }

  private among(column: GovernedColumn): Predicate {
    this.demand('(')
    const values = [this.literal(column)]
    while (this.takes(',')) values.push(this.literal(column))
    this.demand(')')
    return { op: 'in', column: column.id, values }
  }

  private like(column: GovernedColumn): Predicate {
    const token = this.tokens[this.position]
    const text = column.type === 'string' || column.type === ANY_TYPE
    if (!text || token?.kind !== 'string') throw this.unexpected()
    this.position += 1
    likeParts(token.text)
    return { op: 'like', column: column.id, pattern: token.text }
  }

  private literal(column: GovernedColumn) {
    // DATE '…' and TIMESTAMP '…' say the type of the text after them.
    const typed = this.takes('DATE') || this.takes('TIMESTAMP')
    const token = this.tokens[this.position]
    if (token === undefined || (typed && token.kind !== 'string')) throw this.unexpected()
    this.position += 1
    return literalOf(token, column)
  }

  private column(): GovernedColumn {
    const token = this.tokens[this.position]
    if (token?.kind !== 'name') throw this.unexpected()
    this.position += 1
    if (this.peek()?.word === '(')
      throw invalidInput({ reason: `Functions are not supported: "${token.text}"` })
    const column = columnAmong(this.columns, token.text)
    if (column === undefined) throw invalidInput({ reason: `Unknown column "${token.text}"` })
    return this.inside(column)
  }

  /** `a.b`: a field of a struct, by its own id and under its whole name. */
  private inside(column: GovernedColumn): GovernedColumn {
    let found = column
    for (let levels = 1; this.takes('.'); levels += 1) {
      const token = this.tokens[this.position]
      // After a dot a keyword is a name like any other: `trade.date`.
      if (token?.kind !== 'name' && token?.kind !== 'keyword') throw this.unexpected()
      this.position += 1
      found = fieldOf(found, token.text)
      // AWS guide, "Data filtering limitations", of both.
      if (levels >= LEVELS_MAX)
        throw invalidInput({ reason: `"${found.name}" is nested in more than 5 levels` })
      if (column.partitionSource || found.partitionSource)
        throw invalidInput({ reason: `"${found.name}" is in a partition column` })
    }
    if (NESTED.has(found.type))
      throw invalidInput({
        reason: `Rows cannot be chosen by "${found.name}" of type ${found.type}`,
      })
    return found
  }

  private peek(): Token | undefined {
    return this.tokens[this.position]
  }

  private takes(word: string): boolean {
    if (this.peek()?.word !== word) return false
    this.position += 1
    return true
  }

  private demand(word: string): void {
    if (!this.takes(word)) throw this.unexpected()
  }

  private unexpected() {
    const token = this.peek()
    const where = token === undefined ? 'its end' : `"${token.text}"`
    return invalidInput({ reason: `The filter expression is not understood at ${where}` })
  }
}

function columnAmong(columns: readonly GovernedColumn[], wanted: string) {
  return columns.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
}

function fieldOf(struct: GovernedColumn, wanted: string): GovernedColumn {
  const name = `${struct.name}.${wanted}`
  if (struct.type === ANY_TYPE) return { ...struct, name }
  const field = columnAmong(struct.fields ?? [], wanted)
  if (field === undefined) throw invalidInput({ reason: `Unknown column "${name}"` })
  return { ...field, name: `${struct.name}.${field.name}` }
}

function negated(term: Predicate): Predicate {
  return term.op === 'not' ? term.term : { op: 'not', term }
}

function keep(not: boolean, term: Predicate): Predicate {
  return not ? negated(term) : term
}
