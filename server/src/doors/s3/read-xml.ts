import { malformedXml } from './errors.ts'

/** An element without attributes and name spaces, of which S3's requests need none. */
export interface XmlElement {
  name: string
  text: string
  children: XmlElement[]
}

const DEPTH_MAX = 16
const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?'
const ATTRIBUTE = `\\s+[\\w:.-]+\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`
const TAG = new RegExp(`^<(/?)(${NAME})((?:${ATTRIBUTE})*)\\s*(/?)>$`)
/** A few name spaces have room in it, and the expression stays within its stack. */
const TAG_LENGTH_MAX = 4096
const DECLARATION = /^<\?xml[^?<>]*\?>$/
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Reads a small document whose root is `root`. @throws s3.malformed-xml */
export function readXml(bytes: Buffer, root: string): XmlElement {
  const text = decodeUtf8(bytes)
  if (text.includes('\0')) throw malformedXml({ reason: 'it holds NUL' })
  const top: XmlElement = { name: '', text: '', children: [] }
  const open = [top]
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at)
    place(open, text.slice(at, end))
    at = end
  }
  const [only, ...others] = top.children
  if (open.length > 1 || !only || others.length > 0 || top.text.trim() !== '')
    throw malformedXml({ reason: 'it has no single root' })
  if (only.name !== root) throw malformedXml({ reason: `its root is not "${root}"` })
  return only
}

/** Behind the text, tag or comment that begins at `at`. */
function tokenEnd(text: string, at: number): number {
  if (text[at] !== '<') {
    const next = text.indexOf('<', at)
    return next < 0 ? text.length : next
  }
  const closing = text.startsWith('<!--', at) ? '-->' : '>'
  const end = text.indexOf(closing, at)
  if (end < 0) throw malformedXml({ reason: 'it is not XML' })
  return end + closing.length
}

/** Document types and CDATA are not among what is taken. */
function place(open: XmlElement[], token: string): void {
  const parent = open.at(-1)!
  if (!token.startsWith('<')) parent.text += decodeEntities(token)
  else if (!token.startsWith('<!--') && !DECLARATION.test(token)) placeTag(open, parent, token)
}

function placeTag(open: XmlElement[], parent: XmlElement, token: string): void {
  const tag = token.length > TAG_LENGTH_MAX ? undefined : TAG.exec(token)
  const [, closing, name, , empty] = tag ?? []
  if (name === undefined) throw malformedXml({ reason: 'it is not XML' })
  const local = name.slice(name.indexOf(':') + 1)
  if (closing) {
    if (open.length === 1 || open.pop()?.name !== local)
      throw malformedXml({ reason: `"${local}" is closed and not open` })
    return
  }
  const element: XmlElement = { name: local, text: '', children: [] }
  parent.children.push(element)
  if (empty) return
  open.push(element)
  if (open.length > DEPTH_MAX) throw malformedXml({ reason: 'it is nested too deeply' })
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));|&/g, (whole, ...parts) => {
    const [decimal, hex, name] = parts as [string?, string?, string?]
    const known = name && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined
    if (known !== undefined) return known
    const point = Number.parseInt(hex ?? decimal ?? '', hex ? 16 : 10)
    if (point > 0 && point <= 0x10ffff) return String.fromCodePoint(point)
    throw malformedXml({ reason: `the reference "${whole}" is not known` })
  })
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw malformedXml({ reason: 'it is not UTF-8' }, { cause })
  }
}

/** The text of the one child of that name; undefined where there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}
