import type { Readable } from 'node:stream'
import type { ChecksumSort } from '../../contexts/storage/index.ts'

export interface S3Answer {
  status: number
  headers?: Readonly<Record<string, string>>
  body?: string | Buffer | Readable
}

export function xmlAnswer(root: string, content: string): S3Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: document(root, content),
  }
}

// The XML namespace of all S3 answers but errors: Amazon S3 API Reference.
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

function document(root: string, content: string): string {
  return `${DECLARATION}<${root} xmlns="${NAMESPACE}">${content}</${root}>`
}

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
// Keys may hold what XML 1.0 cannot: S3 writes such characters as references all the same.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const ESCAPED = /[&<>"'\u0000-\u001f\ufffe\uffff]/g

/** `<name>text</name>`; nothing at all for undefined. */
export function field(name: string, value: string | number | boolean | Date | undefined): string {
  if (value === undefined) return ''
  const text = value instanceof Date ? value.toISOString() : String(value)
  return `<${name}>${escapeText(text)}</${name}>`
}

/** `<ChecksumSHA256>…`, where there is one. */
export function checksumField(checksum: { algorithm: string; value: string } | undefined): string {
  return checksum ? field(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value) : ''
}

/** Of which sort the checksum is that can be asked for. */
export function checksumSort(checksum: ChecksumSort | null | undefined): string {
  if (!checksum) return ''
  const { algorithm, type } = checksum
  return field('ChecksumAlgorithm', algorithm.toUpperCase()) + field('ChecksumType', type)
}

export function group(name: string, ...content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`
}

function escapeText(text: string): string {
  return text.replace(
    ESCAPED,
    (letter) => ESCAPES[letter] ?? `&#x${letter.charCodeAt(0).toString(16).toUpperCase()};`,
  )
}
