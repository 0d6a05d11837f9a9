import { posix } from 'node:path'
import { unreadableContent } from '../errors.ts'
import { ROW_CHARACTERS_MAX, rowTooLong } from './row-file.ts'
import { showsDate } from './xlsx-serial.ts'
import { readXml, type XmlHandlers } from './xml-reader.ts'
import { openEntry, type ZipEntry, zipEntries } from './zip.ts'

/** What the cells of a sheet refer to. */
export interface Workbook {
  sheet: string
  /** Texts that cells share. */
  texts: readonly string[]
  /** By a cell’s style: whether its number is a day or a time. */
  dates: readonly boolean[]
  from1904: boolean
  /** Tells of the sheet; it stops after each piece of it. */
  read(on: XmlHandlers): AsyncGenerator<void>
}

type Parts = { path: string; entries: ReadonlyMap<string, ZipEntry> }

const ALL_BYTES_MAX = 4 * 2 ** 30
const TEXTS_BYTES_MAX = 256 << 20
/** What a text takes beside its characters. */
const TEXT_BYTES = 32
/** Of what is neither the sheet nor the texts, and is held whole. */
const PART_BYTES_MAX = 64 << 20
/** Excel’s own limit of styles; of formats, sheets and relations there are fewer. */
const LIST_MAX = 65_490
const SHEETS_TOLD = 20
const NAME_TOLD = 100

/**
 * Opens one sheet of a workbook. Nothing in it is computed, and nothing outside of it is looked at.
 *
 * @throws ingestion.unreadable-content, ingestion.unreadable-archive
 */
export async function openWorkbook(path: string, sheet: string | undefined): Promise<Workbook> {
  const parts = await partsOf(path)
  const root = await relations(parts, '_rels/.rels')
  const book =
    root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const { sheets, from1904 } = await sheetsOf(parts, book)
  const related = await relations(
    parts,
    posix.join(posix.dirname(book), '_rels', `${posix.basename(book)}.rels`),
  )
  const target = (kind: string) => related.find(({ type }) => type.endsWith(`/${kind}`))?.target
  const worksheets = new Map(
    related.flatMap(({ id, type, target }) =>
      type.endsWith('/worksheet') ? [[id, target] as const] : [],
    ),
  )
  const tables = sheets.flatMap(({ name, id }) => {
    const part = worksheets.get(id)
    return part === undefined ? [] : [{ name, part }]
  })
  const chosen = choose(tables, sheet)
  const texts = target('sharedStrings')
  const styles = target('styles')
  return {
    sheet: chosen.name,
    texts: texts === undefined ? [] : await textsOf(parts, texts),
    dates: styles === undefined ? [] : await datesOf(parts, styles),
    from1904,
    read: (on) => readPart(parts, chosen.part, on),
  }
}

async function partsOf(path: string): Promise<Parts> {
  const entries = new Map<string, ZipEntry>()
  let bytes = 0
  for (const entry of await zipEntries(path)) {
    // Names are told apart without regard to case (ECMA-376 Part 2, 6.2.2.3).
    const name = entry.name.toLowerCase()
    if (entries.has(name)) throw unreadableContent({ reason: `it holds "${entry.name}" twice` })
    if (name.endsWith('vbaproject.bin') || name.startsWith('xl/macrosheets/'))
      throw unreadableContent({
        reason: 'it holds macros; a workbook without them (.xlsx) is read',
      })
    if (name === 'xl/workbook.bin')
      throw unreadableContent({ reason: 'it is a binary workbook (.xlsb); .xlsx is read' })
    entries.set(name, entry)
    bytes += entry.bytes
  }
  if (bytes > ALL_BYTES_MAX)
    throw unreadableContent({ reason: `it unpacks to ${bytes} bytes; ${ALL_BYTES_MAX} are read` })
  return { path, entries }
}

function choose(sheets: readonly { name: string; part: string }[], wanted: string | undefined) {
  const told = sheets.slice(0, SHEETS_TOLD).map(({ name }) => `"${name.slice(0, NAME_TOLD)}"`)
  const found = wanted === undefined ? sheets : sheets.filter(({ name }) => name === wanted)
  const [sheet] = found
  if (sheet && found.length === 1) return sheet
  const why = wanted === undefined ? 'the feed must say which' : `and no "${wanted}"`
  throw unreadableContent({ reason: `it has the sheets ${told.join(', ') || 'none'}, ${why}` })
}

/** Tells of a part of the workbook, which may not be larger than the index says. */
async function* readPart(
  { path, entries }: Parts,
  part: string,
  on: XmlHandlers,
): AsyncGenerator<void> {
  const entry = entries.get(part.toLowerCase())
  if (!entry) throw unreadableContent({ reason: `it is no workbook: there is no "${part}" in it` })
  const packed = await openEntry(path, entry)
  async function* asPromised() {
    let bytes = 0
    try {
      for await (const chunk of packed as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > entry!.bytes) break
        yield chunk
      }
    } catch (cause) {
      throw unreadableContent({ reason: `"${part}" in it is damaged` }, { cause })
    }
    if (bytes !== entry!.bytes)
      throw unreadableContent({ reason: `"${part}" in it is of another size than the index says` })
  }
  yield* readXml(asPromised(), on, { local: true })
}

async function readWhole(
  parts: Parts,
  part: string,
  on: Partial<XmlHandlers> & { bytesMax?: number },
): Promise<void> {
  const { bytesMax = PART_BYTES_MAX } = on
  const bytes = parts.entries.get(part.toLowerCase())?.bytes ?? 0
  if (bytes > bytesMax)
    throw unreadableContent({
      reason: `"${part}" in it unpacks to ${bytes} bytes; ${bytesMax} are read`,
    })
  const nothing = () => {}
  const handlers = { opened: nothing, text: nothing, closed: nothing, ...on }
  for await (const _ of readPart(parts, part, handlers));
}

/** Elements are few bytes when packed: what is kept of them is counted. */
function keep<Item>(list: Item[], item: Item, what: string): void {
  if (list.length === LIST_MAX)
    throw unreadableContent({ reason: `it has more than ${LIST_MAX} ${what}` })
  list.push(item)
}

interface Relation {
  id: string
  type: string
  target: string
}

async function relations(parts: Parts, part: string): Promise<Relation[]> {
  const found: Relation[] = []
  if (!parts.entries.has(part.toLowerCase())) return found
  // `xl/_rels/workbook.xml.rels` tells of what lies from `xl` on.
  const base = posix.dirname(posix.dirname(part))
  await readWhole(parts, part, {
    opened(name, attributes) {
      if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return
      const target = attributes.get('Target') ?? ''
      const joined = target.startsWith('/') ? target.slice(1) : posix.join(base, target)
      const [id = '', type = ''] = [attributes.get('Id'), attributes.get('Type')]
      keep(found, { id, type, target: joined }, 'relations')
    },
  })
  return found
}

async function sheetsOf(parts: Parts, book: string) {
  const sheets: { name: string; id: string }[] = []
  let from1904 = false
  await readWhole(parts, book, {
    opened(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '')
      if (name === 'sheet')
        keep(
          sheets,
          { name: attributes.get('name') ?? '', id: attributes.get('id') ?? '' },
          'sheets',
        )
    },
  })
  return { sheets, from1904 }
}

async function textsOf(parts: Parts, part: string): Promise<string[]> {
  const texts: string[] = []
  const text = richText('si')
  let bytes = 0
  await readWhole(parts, part, {
    bytesMax: ALL_BYTES_MAX,
    opened: text.opened,
    text: text.text,
    closed() {
      const said = text.closed()
      if (said === undefined) return
      bytes += 2 * said.length + TEXT_BYTES
      if (bytes > TEXTS_BYTES_MAX)
        throw unreadableContent({ reason: `its texts take more than ${TEXTS_BYTES_MAX} bytes` })
      texts.push(said)
    },
  })
  return texts
}

/** The text of an element, of all its runs; how it is pronounced is no part of it. */
export function richText(element: 'si' | 'is') {
  const open: string[] = []
  let said = ''
  return {
    opened(name: string) {
      if (name === element) said = ''
      open.push(name)
    },
    text(text: string) {
      if (open.at(-1) === 't' && open.includes(element) && !open.includes('rPh')) said += text
      if (said.length > ROW_CHARACTERS_MAX) throw rowTooLong()
    },
    closed: () => (open.pop() === element ? unescaped(said) : undefined),
  }
}

/** ECMA-376 Part 1, 22.9.2.19: what XML cannot hold. */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

async function datesOf(parts: Parts, part: string): Promise<boolean[]> {
  const codes: [number, string][] = []
  const formats: number[] = []
  const open: string[] = []
  await readWhole(parts, part, {
    opened(name, attributes) {
      const id = Number(attributes.get('numFmtId') ?? 0)
      if (name === 'numFmt') keep(codes, [id, attributes.get('formatCode') ?? ''], 'formats')
      if (name === 'xf' && open.at(-1) === 'cellXfs') keep(formats, id, 'styles')
      open.push(name)
    },
    closed: () => void open.pop(),
  })
  const codeOf = new Map(codes)
  const verdicts = new Map<number, boolean>()
  return formats.map((id) => {
    const verdict = verdicts.get(id) ?? showsDate(id, codeOf.get(id))
    verdicts.set(id, verdict)
    return verdict
  })
}
