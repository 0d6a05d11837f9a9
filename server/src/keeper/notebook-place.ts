import { chown, mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { NotebookPlace } from './protocol.ts'

/** Where a person’s home is seen inside the box. */
export const NOTEBOOK_HOME = '/home/notebook'

/** The home and the directory of the socket; what lies in the home is never touched from here. */
export async function makeHome(place: NotebookPlace, uid: number): Promise<void> {
  await makeSocketPlace(place)
  await mkdir(dirname(place.directory), { recursive: true, mode: 0o700 })
  const made = await mkdir(place.directory, { recursive: true, mode: 0o700 })
  if (made !== undefined) await giveTo(place.directory, uid)
}

/** Boxes do not reach into it: they get their listening sockets opened. */
export async function makeSocketPlace(place: { socket: string }): Promise<void> {
  await mkdir(dirname(place.socket), { recursive: true, mode: 0o700 })
  await removeSocket(place)
}

/** Where the platform runs as root each box has a user of its own; else all have the platform’s. */
export async function giveTo(directory: string, uid: number): Promise<void> {
  if (process.geteuid?.() === 0) await chown(directory, uid, uid)
}

export async function removeSocket({ socket }: { socket: string }): Promise<void> {
  await rm(socket, { force: true })
}
