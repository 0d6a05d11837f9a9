import { dateTime } from './encode-tree.ts'
import type { Member, Shape } from './shape.ts'

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
}
// XML 1.0 has no form at all for these characters, so they are left out.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

export function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"\r]/g, (letter) => ESCAPES[letter] ?? letter)
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

/** The members of `value` as elements, as the query protocol answers them. */
export function encodeXml(members: readonly Member[], value: object): string {
  return members
    .map((member) => {
      const own = (value as Record<string, unknown>)[member.name]
      return own === undefined || own === null ? '' : write(member.xmlName, member.shape(), own)
    })
    .join('')
}

function write(name: string, shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return element(name, encodeXml(shape.members, value as object))
    case 'list': {
      const itemName = shape.flattened ? name : shape.elementName
      const items = (value as unknown[]).map((item) => write(itemName, shape.element(), item))
      return shape.flattened ? items.join('') : element(name, items.join(''))
    }
    case 'map': {
      const entryName = shape.flattened ? name : 'entry'
      const entries = Object.entries(value as object).map(([key, own]) =>
        element(
          entryName,
          element(shape.keyName, escapeXml(key)) + write(shape.valueName, shape.value(), own),
        ),
      )
      return shape.flattened ? entries.join('') : element(name, entries.join(''))
    }
    case 'timestamp':
      return element(name, dateTime(value as Date))
    case 'blob':
      return element(name, Buffer.from(value as Uint8Array).toString('base64'))
    default:
      return element(name, escapeXml(String(value)))
  }
}
