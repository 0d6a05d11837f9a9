import { open } from 'node:fs/promises'
import type { CsvDialect } from '../model/feed.ts'
import type { Finding } from '../model/finding.ts'
import { splitLine } from '../model/header.ts'

const HEAD_BYTES = 64 << 10
const HTML = /^\s*(<!doctype html|<html|<head|<\?xml)/i
const TEXT_MAX = 200

/** The header of a CSV, or why the file is none. */
export async function readHead(
  path: string,
  dialect: CsvDialect,
): Promise<{ header: string[] } | { finding: Finding }> {
  const text = await firstBytes(path, dialect.encoding)
  const line = (text.split('\n', 1)[0] ?? '').replace(/\r$/, '')
  if (text.trim() === '') return { finding: refusal('empty', 'the file is empty', '') }
  if (HTML.test(text))
    return { finding: refusal('content', 'it is a web page, not data', text.slice(0, TEXT_MAX)) }
  if (text.includes('\u0000'))
    return { finding: refusal('content', 'it holds binary data, not text', '') }
  return { header: splitLine(line, dialect).map((cell) => cell.trim()) }
}

function refusal(check: 'empty' | 'content', reason: string, text: string): Finding {
  return { check, breaking: true, reason, rowCount: 0, samples: [{ line: 1, text }] }
}

async function firstBytes(path: string, encoding: CsvDialect['encoding']): Promise<string> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  const text = buffer.subarray(0, bytesRead).toString(encoding === 'latin-1' ? 'latin1' : 'utf8')
  return text.replace(/^\ufeff/, '')
}
