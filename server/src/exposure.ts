import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { defineError } from './foundation/errors.ts'

export const exposureRefused = defineError<{ reason: string }>({
  code: 'server.exposure-refused',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export interface Exposure {
  home: string
  host: string
  tls: { certificateFile: string; keyFile: string } | undefined
  publicUrl: string | undefined
}

export interface TlsMaterial {
  certificatePem: string
  keyPem: string
}

/**
 * Who may reach this platform, and whether what they would meet is fit for them: the certificate
 * that it shows, if it shows one.
 *
 * @throws server.exposure-refused
 */
export function checkExposure(exposure: Exposure, now: Date): TlsMaterial | undefined {
  const { home, host, tls, publicUrl } = exposure
  const beyond = !loopback(host)
  if (beyond && !tls)
    refuse(
      `listening on "${host}" needs TLS: set MILLRACE_TLS_CERT and MILLRACE_TLS_KEY, ` +
        'or listen on 127.0.0.1',
    )
  if (beyond && existsSync(join(home, 'people.json')))
    refuse(
      `"${home}" has the demo's people, whose passwords lie in a file: listen on 127.0.0.1, ` +
        'or start another home with --empty',
    )
  if (beyond && publicUrl === undefined && unspecified(host))
    refuse(`"${host}" is no name that answers could carry: set MILLRACE_PUBLIC_URL`)
  const name = publicName(exposure)
  return tls && readMaterial(tls, { name, now })
}

/** The host that answers carry, without a port. */
export function publicName({ host, publicUrl }: Pick<Exposure, 'host' | 'publicUrl'>): string {
  if (publicUrl === undefined) return host
  const url = URL.parse(publicUrl)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/')
    refuse(`MILLRACE_PUBLIC_URL "${publicUrl}" is no http:// or https:// URL without a path`)
  return url.hostname.replace(/^\[|\]$/g, '')
}

export function loopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function unspecified(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function readMaterial(
  { certificateFile, keyFile }: NonNullable<Exposure['tls']>,
  { name, now }: { name: string; now: Date },
): TlsMaterial {
  const certificatePem = read('MILLRACE_TLS_CERT', certificateFile)
  const keyPem = read('MILLRACE_TLS_KEY', keyFile)
  const certificate = parse(certificateFile, () => new X509Certificate(certificatePem))
  const key: KeyObject = parse(keyFile, () => createPrivateKey(keyPem))
  if (!certificate.checkPrivateKey(key))
    refuse(`the key "${keyFile}" does not belong to the certificate "${certificateFile}"`)
  const { validFromDate, validToDate } = certificate
  if (validToDate < now)
    refuse(`the certificate "${certificateFile}" expired at ${validToDate.toISOString()}`)
  if (validFromDate > now)
    refuse(`the certificate "${certificateFile}" begins at ${validFromDate.toISOString()}`)
  const covered = isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)
  if (covered === undefined)
    refuse(
      `the certificate "${certificateFile}" is not for "${name}" but for ` +
        `${certificate.subjectAltName ?? certificate.subject}`,
    )
  return { certificatePem, keyPem }
}

function read(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    return refuse(`${variable} "${path}" cannot be read`, cause)
  }
}

function parse<Parsed>(path: string, work: () => Parsed): Parsed {
  try {
    return work()
  } catch (cause) {
    return refuse(`"${path}" is not PEM of the right kind`, cause)
  }
}

function refuse(reason: string, cause?: unknown): never {
  throw exposureRefused({ reason }, { cause })
}
