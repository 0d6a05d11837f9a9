import type { Encoding } from '../model/feed.ts'

export interface FoundEncoding {
  encoding: Encoding
  text: string
  /** Every byte was looked at and there is no other; else somebody must know it. */
  proved: boolean
  why: string
}

const SAMPLE_OF_NULS = 400

/** In which encoding a beginning is a text; undefined: it is none. */
export function foundEncoding(content: Buffer, cut: boolean): FoundEncoding | undefined {
  const wide = wideEncoding(content)
  if (wide) {
    const text = decoded(content, wide, true)
    return text === undefined
      ? undefined
      : { encoding: wide, text, proved: true, why: `its bytes come in pairs, as of ${wide}` }
  }
  if (content.includes(0)) return undefined
  const utf8 = decoded(content, 'utf-8', cut)
  if (utf8 !== undefined) {
    const plain = content.every((byte) => byte < 0x80)
    const why = plain ? 'all bytes looked at are ASCII' : 'all bytes looked at are UTF-8'
    return { encoding: 'utf-8', text: utf8, proved: true, why }
  }
  const text = decoded(content, 'windows-1252', cut) ?? content.toString('latin1')
  return {
    ...{ encoding: 'windows-1252', text, proved: false },
    why: `line ${firstOddLine(content)} is no UTF-8; which encoding it is must be known`,
  }
}

function wideEncoding(content: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le'
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be'
  const begin = content.subarray(0, SAMPLE_OF_NULS)
  const nulsAt = (odd: number) =>
    begin.filter((byte, at) => at % 2 === odd && byte === 0).length / (begin.length / 2)
  if (begin.length < 4) return undefined
  if (nulsAt(1) > 0.6 && nulsAt(0) < 0.1) return 'utf-16le'
  if (nulsAt(0) > 0.6 && nulsAt(1) < 0.1) return 'utf-16be'
  return undefined
}

/** A character that the cut went through is left out. */
function decoded(content: Buffer, encoding: string, cut: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content, { stream: cut })
  } catch {
    return undefined
  }
}

function firstOddLine(content: Buffer): number {
  let line = 1
  for (let from = 0; from < content.length; line += 1) {
    const end = content.indexOf(0x0a, from)
    const piece = content.subarray(from, end === -1 ? content.length : end)
    if (decoded(piece, 'utf-8', false) === undefined) return line
    if (end === -1) return line
    from = end + 1
  }
  return line
}
