import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DomainError, type ErrorKind } from '../../server/src/foundation/errors.ts'

const SERVER = join(import.meta.dirname, '../../server/src')

export interface Declared {
  code: string
  kind: ErrorKind
}

/** Every error that may reach a door: its own, its contexts', and those of identity. */
export async function raisedAt(folder: string): Promise<DomainError[]> {
  const contexts = new Set(['identity'])
  for (const path of globSync(`${SERVER}/doors/${folder}/*.ts`)) {
    if (path.endsWith('.test.ts')) continue
    for (const match of readFileSync(path, 'utf8').matchAll(/contexts\/([a-z]+)\/index\.ts/g))
      contexts.add(match[1] as string)
  }
  const files = [...contexts].sort().map((context) => `contexts/${context}/errors.ts`)
  const declared = await Promise.all([...files, `doors/${folder}/errors.ts`].map(declaredIn))
  return declared
    .flat()
    .map(({ code, kind }) => new DomainError({ code, kind }, code, { facts: {} }))
}

async function declaredIn(file: string): Promise<Declared[]> {
  const path = join(SERVER, file)
  if (!existsSync(path)) return []
  const exported: Record<string, unknown> = await import(path)
  return Object.values(exported).filter(isDefinition)
}

function isDefinition(one: unknown): one is Declared {
  return typeof one === 'function' && 'code' in one && 'kind' in one
}
