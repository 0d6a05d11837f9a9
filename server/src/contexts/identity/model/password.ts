import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

export const PASSWORD_LENGTH_MIN = 12
export const PASSWORD_LENGTH_MAX = 256

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)
const COST = 32_768
const BLOCK = 8
const KEY_BYTES = 32
const MEMORY_MAX = 64 * 2 ** 20

/** `scrypt$cost$block$salt$key`, in base64. */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, KEY_BYTES, { N: cost, r: BLOCK, maxmem: MEMORY_MAX })
  return ['scrypt', cost, BLOCK, salt.toString('base64'), key.toString('base64')].join('$')
}

/** Takes as long where there is no hash: who asks cannot learn which users exist. */
export async function passwordFits(password: string, hash: string | undefined): Promise<boolean> {
  const [, cost, block, salt = '', key = ''] = hash?.split('$') ?? []
  const wanted = Buffer.from(key, 'base64')
  const given = await derive(password, Buffer.from(salt, 'base64'), KEY_BYTES, {
    N: Number(cost ?? COST),
    r: Number(block ?? BLOCK),
    maxmem: MEMORY_MAX,
  })
  return wanted.length === KEY_BYTES && timingSafeEqual(wanted, given)
}
