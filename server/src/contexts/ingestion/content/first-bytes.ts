import { open } from 'node:fs/promises'
import { type Refused, refusal } from './source.ts'

const HEAD_BYTES = 64 << 10
const HTML = /^\s*(<!doctype html|<html|<head)/i
const TEXT_MAX = 200

/** How a text begins, without its byte order mark; or why it is no data. */
export async function firstText(path: string): Promise<{ text: string } | Refused> {
  const bytes = await firstBytes(path)
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  if (text.trim() === '') return refusal('empty', 'the file is empty')
  if (HTML.test(text))
    return refusal('content', 'it is a web page, not data', text.slice(0, TEXT_MAX))
  if (text.includes('\u0000')) return refusal('content', 'it holds binary data, not text')
  return { text }
}

export async function firstBytes(path: string): Promise<Buffer> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return buffer.subarray(0, bytesRead)
}
