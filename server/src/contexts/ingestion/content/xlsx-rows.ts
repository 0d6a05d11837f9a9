import { unreadableContent } from '../errors.ts'
import type { Column } from '../model/feed.ts'
import type { Xlsx } from '../model/format.ts'
import type { TextRow } from './row-file.ts'
import { richText, unescaped, type Workbook } from './xlsx-book.ts'
import { serialText } from './xlsx-serial.ts'
import type { XmlHandlers } from './xml-reader.ts'

export interface SheetRows {
  handlers: XmlHandlers
  /** Rows that were finished since it was asked before. */
  taken(): TextRow[]
  /** Names of its columns; undefined: the row that should have them is empty, or not there. */
  header(): string[] | undefined
}

export interface SheetReading {
  book: Pick<Workbook, 'texts' | 'dates' | 'from1904'>
  columns: readonly Column[]
  nulls: readonly string[]
  format: Xlsx
}

interface Cell {
  type: string
  style: number
  value: string | undefined
  formula: string | undefined
}

interface State extends SheetReading {
  headerRow: number
  /** Of the row and the cell that are read. */
  row: number
  place: number
  cell: Cell | undefined
  cells: Map<number, Cell>
  open: string[]
  /** By their places. */
  names: Map<number, string> | undefined
  /** Places with values and without a name. */
  unnamed: Set<number>
  /** A row of the sheet with nothing in it. */
  blank: TextRow
  /** The last row that was handed on. */
  written: number
  done: TextRow[]
}

// Excel’s own limits.
const ROWS_MAX = 1_048_576
const COLUMNS_MAX = 16_384

/**
 * Turns the cells of a sheet into rows, one for each row of it below the names, so that its number
 * is the one that a person sees.
 */
export function sheetRows(of: SheetReading): SheetRows {
  const headerRow = of.format.headerRow ?? 1
  const text = richText('is')
  const state: State = {
    ...{ ...of, headerRow, row: 0, place: 0, cell: undefined, cells: new Map(), open: [] },
    blank: { cells: of.columns.map(() => null), broken: '' },
    ...{ names: undefined, unnamed: new Set(), written: headerRow, done: [] },
  }
  return {
    handlers: {
      opened(name, attributes) {
        text.opened(name)
        state.open.push(name)
        if (name === 'row') beginRow(state, attributes.get('r'))
        if (name === 'c') beginCell(state, attributes)
        if (name === 'f' && state.cell) state.cell.formula = ''
        if (name === 'mergeCell') refuseMerged(state, attributes.get('ref') ?? '')
      },
      text(said) {
        text.text(said)
        const [{ cell }, element] = [state, state.open.at(-1)]
        if (cell && element === 'v') cell.value = (cell.value ?? '') + said
        if (cell && element === 'f') cell.formula += said
      },
      closed() {
        const said = text.closed()
        if (said !== undefined && state.cell) state.cell.value = said
        const name = state.open.pop()
        if (name === 'c') endCell(state)
        if (name === 'row') endRow(state)
      },
    },
    taken: () => state.done.splice(0),
    header: () => headerOf(state),
  }
}

function beginRow(state: State, said: string | undefined): void {
  const row = said === undefined ? state.row + 1 : Number(said)
  if (!Number.isInteger(row) || row <= state.row || row > ROWS_MAX)
    throw unreadableContent({ reason: `its row "${said ?? row}" is out of order` })
  state.row = row
  state.place = 0
  state.cells = new Map()
}

function beginCell(state: State, attributes: ReadonlyMap<string, string>): void {
  const said = attributes.get('r')
  const [, letters, row] = /^([A-Z]{1,3})(\d+)$/.exec(said ?? '') ?? []
  const place = letters === undefined ? state.place + 1 : placeOf(letters)
  const misplaced = said !== undefined && Number(row) !== state.row
  if (misplaced || place <= state.place || place > COLUMNS_MAX)
    throw unreadableContent({ reason: `its cell "${said}" is out of order` })
  state.place = place
  const style = Number(attributes.get('s') ?? 0)
  state.cell = { type: attributes.get('t') ?? 'n', style, value: undefined, formula: undefined }
}

function endCell(state: State): void {
  const { cell, cells, place } = state
  if (cell && (cell.value !== undefined || cell.formula !== undefined)) cells.set(place, cell)
  state.cell = undefined
}

function endRow(state: State): void {
  const { row, headerRow, cells, names, done } = state
  if (row === headerRow && cells.size > 0) state.names = namesOf(state)
  if (row <= headerRow || !names || cells.size === 0) return
  for (const place of cells.keys()) if (!names.has(place)) state.unnamed.add(place)
  // What is empty behind the last row is none; between others it keeps its number.
  for (; state.written < row - 1; state.written += 1) done.push(state.blank)
  state.written = row
  done.push(rowOf(state, names))
}

function namesOf(state: State): Map<number, string> {
  const names = new Map<number, string>()
  for (const [place, cell] of state.cells) {
    const name = (textOf(cell, state) ?? '').trim()
    if (name !== '') names.set(place, name)
  }
  const all = [...names.values()]
  const twice = all.find((name, index) => all.indexOf(name) !== index)
  if (twice !== undefined) throw unreadableContent({ reason: `column "${twice}" is there twice` })
  return names
}

function rowOf(state: State, names: ReadonlyMap<number, string>): TextRow {
  const { cells, columns, nulls, format } = state
  const placed = new Map([...names].map(([place, name]) => [name, cells.get(place)]))
  let broken: string | undefined
  const texts = columns.map(({ name }) => {
    const cell = placed.get(name)
    if (!cell) return null
    const problem = problemOf(cell, format)
    if (problem === undefined) {
      const text = textOf(cell, state)
      return text === null || nulls.includes(text) ? null : text
    }
    broken ??= `column "${name}": ${problem}`
    return cell.formula === undefined ? (cell.value ?? null) : `=${cell.formula}`
  })
  return { cells: texts, ...(broken !== undefined && { broken }) }
}

function problemOf({ type, value, formula }: Cell, { formulas }: Xlsx): string | undefined {
  if (formula !== undefined && formulas !== 'results') return 'a formula, not a value'
  if (formula !== undefined && value === undefined) return 'a formula that nobody computed'
  return type === 'e' ? `the error "${value}"` : undefined
}

function textOf({ type, value, style }: Cell, { book }: State): string | null {
  if (value === undefined) return null
  switch (type) {
    case 's': {
      const text = book.texts[Number(value)]
      if (text === undefined) throw unreadableContent({ reason: `it has no text "${value}"` })
      return text
    }
    case 'str':
      return unescaped(value)
    case 'b':
      return value === '1' ? 'true' : value === '0' ? 'false' : value
    case 'n': {
      const number = Number(value)
      if (value.trim() === '' || !Number.isFinite(number)) return value
      return book.dates[style] ? serialText(number, book.from1904) : String(number)
    }
    default:
      return value
  }
}

/** Only the first of merged cells has a value; that it is one of the others too is a guess. */
function refuseMerged({ names = new Map(), columns, headerRow }: State, area: string): void {
  const [, from = '', first = '', to = from, last = first] =
    /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(area) ?? []
  const alone = from === to && first === last
  if (alone || Number(last) < headerRow) return
  const used = [...names].some(
    ([place, name]) =>
      placeOf(from) <= place &&
      place <= placeOf(to) &&
      columns.some((column) => column.name === name),
  )
  if (used) throw unreadableContent({ reason: `its cells ${area} are merged; each needs a value` })
}

function headerOf({ names, unnamed }: State): string[] | undefined {
  const lost = [...unnamed].map((place) => `column ${lettersOf(place)}, which has no name`)
  return names && [...names.values(), ...lost]
}

function placeOf(letters: string): number {
  let place = 0
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64
  return place
}

function lettersOf(place: number): string {
  const before = Math.floor((place - 1) / 26)
  return (before > 0 ? lettersOf(before) : '') + String.fromCharCode(65 + ((place - 1) % 26))
}
