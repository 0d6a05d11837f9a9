import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SECRET_LENGTH = 40

export interface DemoPerson {
  account: string
  user: string
  password: string
  is: string
}

export function secretText(): string {
  return Array.from({ length: SECRET_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** Keeps a password for `millrace people`, readable by the owner of the home alone. */
export function rememberPerson(home: string, person: DemoPerson): void {
  const path = join(home, 'people.json')
  const known: DemoPerson[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []
  const others = known.filter(({ user }) => user !== person.user)
  writeFileSync(`${path}.new`, JSON.stringify([...others, person], null, 2), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
