import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const DOORS = join(import.meta.dirname, '../../server/src/doors')

/** `GetLFTag` is served from `get-lf-tag.ts`: whoever knows the call knows the file. */
export function fileOf(folder: string, operation: string): string {
  const name = operation
    .replace(/LFTag/g, 'LfTag')
    .replace(/RLSPolic/g, 'RlsPolic')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
  const file = `${name}.ts`
  assert(existsSync(join(DOORS, folder, file)), `${operation} has no file ${folder}/${file}`)
  return file
}

/** Members that neither the operation nor what it uses of its door ever names: without effect. */
export function unreadMembers(folder: string, file: string, members: readonly string[]): string[] {
  const text = textOf(join(DOORS, folder, file), new Set())
  return members.filter((member) => !new RegExp(`\\b${member}\\b`).test(text))
}

function textOf(path: string, seen: Set<string>): string {
  if (seen.has(path)) return ''
  seen.add(path)
  const text = readFileSync(path, 'utf8')
  const near = [...text.matchAll(/from '(\.\/[^']+)'/g)].map((match) => match[1] as string)
  const inside = near.map((other) => textOf(join(dirname(path), other), seen))
  return [text.replace(/^import[\s\S]*?from .*$/gm, ''), ...inside].join('\n')
}
