import { malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'
import { childText, readXml, type XmlElement } from './read-xml.ts'

export const putPublicAccessBlock: S3Operation = {
  name: 'PutPublicAccessBlock',
  method: 'PUT',
  on: 'bucket',
  query: ['publicAccessBlock'],
  async run({ storage }, request) {
    const { caller, bucket } = request
    const wanted = readXml(await smallBody(request), 'PublicAccessBlockConfiguration')
    const block = {
      blockPublicAcls: isOn(wanted, 'BlockPublicAcls'),
      ignorePublicAcls: isOn(wanted, 'IgnorePublicAcls'),
      blockPublicPolicy: isOn(wanted, 'BlockPublicPolicy'),
      restrictPublicBuckets: isOn(wanted, 'RestrictPublicBuckets'),
    }
    await storage.putPublicAccessBlock(caller, { bucket, block })
    return { status: 200 }
  },
}

/** What is not named is off. @throws s3.malformed-xml */
function isOn(wanted: XmlElement, name: string): boolean {
  const text = childText(wanted, name)?.trim().toLowerCase() ?? 'false'
  if (text !== 'true' && text !== 'false')
    throw malformedXml({ reason: `${name} is neither true nor false` })
  return text === 'true'
}
