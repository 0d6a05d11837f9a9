import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.ts'

/** One profile of the platform's AWS files: an IAM user with a permanent access key. */
export interface Profile {
  name: string
  accessKeyId: string
  secretAccessKey: string
  accountId: string
}

/** Where the platform answers its services. */
interface Endpoint {
  url: string
  region: string
}

export function credentialsFile(home: string): string {
  return join(home, 'credentials')
}

export function configFile(home: string): string {
  return join(home, 'config')
}

/** Adds or replaces a profile in both files; a reader sees the old files or the new ones. */
export function writeProfile(home: string, profile: Profile, endpoint: Endpoint): void {
  const { name, accessKeyId, secretAccessKey, accountId } = profile
  replaceSection(configFile(home), `profile ${name}`, settingsAt(endpoint))
  replaceSection(credentialsFile(home), name, {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    aws_account_id: accountId,
  })
}

/**
 * Adds a profile that assumes `role` with the keys of `source`, and answers its name. AWS libraries
 * assume the role again before its credentials end, so that long notebooks keep working.
 */
export function writeRoleProfile(
  home: string,
  { source, role }: { source: string; role: string },
  endpoint: Endpoint,
): string {
  const roleName = /^arn:aws:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/.exec(role)?.[1]
  if (!roleName)
    throw new Failure(`"${role}" is no ARN of a role: arn:aws:iam::<account>:role/<name>`)
  const name = `${source}-as-${roleName}`
  replaceSection(configFile(home), `profile ${name}`, {
    ...settingsAt(endpoint),
    role_arn: role,
    source_profile: source,
    role_session_name: source,
    // The AWS CLI keeps a role's credentials by these values: another home's keys get their own.
    external_id: readProfile(home, source).accessKeyId,
  })
  return name
}

/** Leads all profiles to where the platform answers now: not always where it did before. */
export function pointProfiles(home: string, endpoint: Endpoint): void {
  const sections = readSections(configFile(home))
  for (const values of sections.values()) Object.assign(values, settingsAt(endpoint))
  writeSections(configFile(home), sections)
}

function settingsAt({ url, region }: Endpoint): Record<string, string> {
  return {
    region,
    endpoint_url: url,
    output: 'json',
    // Path style needs no DNS; boto3 would presign by Signature V2 in us-east-1.
    s3: '\n  addressing_style = path\n  signature_version = s3v4',
  }
}

export function hasProfile(home: string, name: string): boolean {
  return readSections(credentialsFile(home)).has(name)
}

/** @throws Failure when there is no such profile, naming those that there are */
export function readProfile(home: string, name: string): Profile {
  const sections = readSections(credentialsFile(home))
  const values = sections.get(name)
  if (!values) {
    const known = [...sections.keys()].join(', ') || 'none yet: run "npm start"'
    throw new Failure(`there is no profile "${name}"; there are: ${known}`)
  }
  return {
    name,
    accessKeyId: values.aws_access_key_id ?? '',
    secretAccessKey: values.aws_secret_access_key ?? '',
    accountId: values.aws_account_id ?? '',
  }
}

type Sections = Map<string, Record<string, string>>

function readSections(path: string): Sections {
  const sections: Sections = new Map()
  if (!existsSync(path)) return sections
  let values: Record<string, string> = {}
  let last = ''
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const title = /^\[(.+)\]$/.exec(line.trim())?.[1]
    const [key, ...value] = line.split('=')
    if (title !== undefined) {
      values = {}
      sections.set(title, values)
    } else if (line.startsWith(' '))
      values[last] += `\n${line}` // Nested, as below `s3 =`.
    else if (key && value.length > 0) {
      last = key.trim()
      values[last] = value.join('=').trim()
    }
  }
  return sections
}

function replaceSection(path: string, title: string, values: Record<string, string>): void {
  writeSections(path, readSections(path).set(title, values))
}

function writeSections(path: string, sections: Sections): void {
  const text = [...sections]
    .map(([name, pairs]) => {
      const lines = Object.entries(pairs).map(([key, value]) => `${key} = ${value}\n`)
      return `[${name}]\n${lines.join('')}`
    })
    .join('\n')
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
