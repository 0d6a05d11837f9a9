import type { Tags } from '../../contexts/storage/index.ts'
import { field, group, type S3Answer, xmlAnswer } from './answer.ts'
import { malformedXml } from './errors.ts'
import { smallBody } from './read-body.ts'
import { childrenOf, childText, readXml } from './read-xml.ts'
import type { S3Request } from './request.ts'

/** The pairs of a `Tagging` document, as they came. */
export async function readTagging(request: S3Request): Promise<[string, string][]> {
  const root = readXml(await smallBody(request), 'Tagging')
  const [set] = childrenOf(root, 'TagSet')
  if (!set) throw malformedXml({ reason: 'it has no TagSet' })
  return childrenOf(set, 'Tag').map((tag) => {
    const [key, value] = [childText(tag, 'Key'), childText(tag, 'Value')]
    if (key === undefined || value === undefined)
      throw malformedXml({ reason: 'a tag lacks its key or value' })
    return [key, value]
  })
}

export function taggingAnswer(tags: Tags): S3Answer {
  const sorted = Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1))
  const set = sorted.map(([key, value]) => group('Tag', field('Key', key), field('Value', value)))
  return xmlAnswer('Tagging', group('TagSet', ...set))
}
