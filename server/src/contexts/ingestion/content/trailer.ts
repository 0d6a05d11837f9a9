import { open } from 'node:fs/promises'

const TAIL_BYTES = 64 << 10

/**
 * Takes the last line off a text, which tells how many rows it holds; undefined: the last line is
 * no trailer, so the text is not whole.
 */
export async function takeTrailer(path: string, trailer: string): Promise<number | undefined> {
  await using file = await open(path, 'r+')
  const { size } = await file.stat()
  const from = Math.max(0, size - TAIL_BYTES)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
  const tail = buffer.subarray(0, bytesRead)
  const end = tail.toString('latin1').trimEnd().length
  const start = tail.lastIndexOf('\n', Math.max(0, end - 1)) + 1
  const line = tail.subarray(start, end).toString('utf8')
  const [before = '', after = ''] = trailer.split('{rows}')
  const rows = line.slice(before.length, line.length - after.length).trim()
  if (!line.startsWith(before) || !line.endsWith(after) || !/^\d+$/.test(rows)) return undefined
  await file.truncate(from + start)
  return Number(rows)
}
