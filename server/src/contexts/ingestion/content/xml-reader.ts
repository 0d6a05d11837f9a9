import { SaxesParser, type SaxesTagNS, type SaxesTagPlain } from 'saxes'
import { unreadableContent } from '../errors.ts'
import type { Encoding } from '../model/feed.ts'
import { type XmlName, xmlName } from '../model/xml-mapping.ts'

export interface XmlHandlers {
  opened(name: XmlName, attributes: ReadonlyMap<XmlName, string>): void
  text(text: string): void
  closed(): void
}

/** Of one text, tag, comment or attribute’s value: each is held in memory whole. */
const TOKEN_CHARACTERS_MAX = 16 << 20
const DEPTH_MAX = 100
const XML_NAMESPACES = [
  'http://www.w3.org/2000/xmlns/',
  'http://www.w3.org/XML/1998/namespace',
  'http://www.w3.org/2001/XMLSchema-instance',
]
export const NIL = xmlName('nil', XML_NAMESPACES[2])

/**
 * Tells of a document while it is read, and stops after each piece of it for what was told to be
 * taken away. A document type is refused, and with it every entity that is not XML’s own: none is
 * expanded, and nothing outside of the file is looked at.
 *
 * @throws ingestion.unreadable-content for what is not well-formed
 */
export async function* readXml(
  source: AsyncIterable<Buffer>,
  on: XmlHandlers,
  { encoding = 'utf-8', local = false }: { encoding?: Encoding; local?: boolean } = {},
): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const progress = { told: 0, fed: 0 }
  const parser = local ? localParser(on, progress) : wholeParser(on, progress)
  refusing(parser, encoding)
  for await (const bytes of source) {
    feed(parser, decoded(decoder, bytes), progress)
    yield
  }
  feed(parser, decoded(decoder), progress)
  wellFormed(() => parser.close())
  yield
}

/** Whether a name is the vendor’s, not one of XML itself. */
export function ownName(name: XmlName): boolean {
  return !XML_NAMESPACES.some((uri) => name.startsWith(`{${uri}}`))
}

type WholeParser = SaxesParser<{ xmlns: true }>
type LocalParser = SaxesParser<{ xmlns: false }>
type Parser = WholeParser | LocalParser

interface Progress {
  /** Characters that were given to the parser, and of them those it has told of. */
  fed: number
  told: number
}

function feed(parser: Parser, text: string, progress: Progress): void {
  progress.fed += text.length
  wellFormed(() => parser.write(text))
  if (progress.fed - progress.told > TOKEN_CHARACTERS_MAX)
    throw unreadableContent({
      reason: `a text or a tag has more than ${TOKEN_CHARACTERS_MAX} characters`,
    })
}

function wholeParser(on: XmlHandlers, progress: Progress): Parser {
  const parser: WholeParser = new SaxesParser({ xmlns: true })
  const opened = telling(parser, on, progress)
  parser.on('opentag', (tag) => opened(xmlName(tag.local, tag.uri), attributesOf(tag)))
  return parser
}

/** Names without what is before their colon. */
function localParser(on: XmlHandlers, progress: Progress): Parser {
  const parser: LocalParser = new SaxesParser({ xmlns: false })
  const opened = telling(parser, on, progress)
  parser.on('opentag', (tag) => opened(localName(tag.name), localAttributes(tag)))
  return parser
}

function localName(name: string): XmlName {
  return name.slice(name.indexOf(':') + 1)
}

function localAttributes({ attributes }: SaxesTagPlain): ReadonlyMap<XmlName, string> {
  const found = new Map<XmlName, string>()
  for (const key in attributes) found.set(localName(key), attributes[key] ?? '')
  return found
}

function telling(parser: Parser, on: XmlHandlers, progress: Progress): XmlHandlers['opened'] {
  let depth = 0
  const told = () => {
    progress.told = progress.fed
  }
  const text = (said: string) => {
    told()
    on.text(said)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('comment', told)
  parser.on('processinginstruction', told)
  parser.on('closetag', () => {
    told()
    depth -= 1
    on.closed()
  })
  return (name, attributes) => {
    told()
    depth += 1
    if (depth > DEPTH_MAX)
      throw unreadableContent({ reason: `its elements lie more than ${DEPTH_MAX} deep` })
    on.opened(name, attributes)
  }
}

function refusing(parser: Parser, encoding: Encoding): void {
  parser.on('doctype', () => {
    throw unreadableContent({ reason: 'it has a DOCTYPE, which is not read, nor its entities' })
  })
  parser.on('xmldecl', ({ encoding: said }) => {
    if (said !== undefined && !same(said, encoding))
      throw unreadableContent({
        reason: `it says that it is in "${said}", and the feed says "${encoding}"`,
      })
  })
}

function attributesOf({ attributes }: SaxesTagNS): ReadonlyMap<XmlName, string> {
  const found = new Map<XmlName, string>()
  for (const key in attributes) {
    const one = attributes[key]
    if (one) found.set(xmlName(one.local, one.uri), one.value)
  }
  return found
}

/** The parser’s own complaint, `3:17: unclosed tag`, in words. */
function wellFormed(step: () => void): void {
  try {
    step()
  } catch (cause) {
    if (unreadableContent.matches(cause)) throw cause
    const said = (cause as Error).message
    const [, line, column, why = said] = /^(\d+):(\d+): (.*?)\.?$/s.exec(said) ?? []
    const place = line === undefined ? '' : `line ${line}, column ${column}: `
    throw unreadableContent({ reason: `malformed XML: ${place}${why}` }, { cause })
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes?: Buffer): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw unreadableContent({ reason: 'its bytes are no text in the encoding' }, { cause })
  }
}

/** Names that WHATWG takes for others. */
const LABELS: Readonly<Record<string, readonly Encoding[]>> = {
  'iso-8859-1': ['latin-1'],
  latin1: ['latin-1'],
  'utf-16': ['utf-16le', 'utf-16be'],
  // Each of these has ASCII’s bytes for ASCII’s letters.
  'us-ascii': ['utf-8', 'latin-1', 'windows-1252', 'iso-8859-15'],
}

function same(said: string, encoding: Encoding): boolean {
  const label = said.toLowerCase()
  const known = Object.hasOwn(LABELS, label) ? LABELS[label] : undefined
  if (known) return known.includes(encoding)
  if (label === encoding) return true
  try {
    return new TextDecoder(label).encoding === encoding
  } catch {
    return false
  }
}
