import { invalidSession } from '../errors.ts'
import { checkRequirements } from './requirements.ts'

/**
 * What code brings along, as Spark’s settings name it: lists of `s3://` locations, which the driver
 * fetches with the rights of its claim.
 */
export const FILES = 'spark.files'
export const ARCHIVES = 'spark.archives'
export const PYTHON_FILES = 'spark.submit.pyFiles'

const COUNT_MAX = 100
const PLACE = /^s3a?:\/\/[^/,#\s]+\/[^,#]*[^,#/]$/
// A file name of its own, in the directory where the code runs.
const NAME = /^(?!\.{1,2}$)[\w.-]{1,255}$/
const KINDS: Readonly<Record<string, RegExp>> = {
  [FILES]: /./,
  [ARCHIVES]: /\.(zip|tar|tar\.gz|tgz)$/,
  [PYTHON_FILES]: /\.(py|zip|egg|whl)$/,
}

/** @throws sessions.invalid-session */
export function checkResources(conf: Readonly<Record<string, string>>): void {
  checkRequirements(conf)
  for (const [setting, kind] of Object.entries(KINDS)) {
    const listed = (conf[setting] ?? '').split(',').filter((one) => one !== '')
    if (listed.length > COUNT_MAX)
      throw invalidSession({ reason: `${setting} names more than ${COUNT_MAX} locations` })
    for (const location of listed) checkLocation(setting, location, kind)
  }
}

/** `s3://bucket/tools.tar.gz#tools`: an archive may say what its directory is called. */
function checkLocation(setting: string, location: string, kind: RegExp): void {
  const [place = '', alias, ...rest] = location.split('#')
  const named = alias === undefined || (setting === ARCHIVES && NAME.test(alias))
  const name = place.split('/').at(-1) ?? ''
  const fits = PLACE.test(place) && NAME.test(name) && kind.test(name)
  if (fits && named && rest.length === 0) return
  const form = setting === ARCHIVES ? 'a .zip, .tar, .tar.gz or .tgz' : 'such a file'
  throw invalidSession({ reason: `${setting}: "${location}" is no s3:// location of ${form}` })
}
