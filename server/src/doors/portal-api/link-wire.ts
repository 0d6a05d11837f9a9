import type { LinkedBucket, LinkWish } from '@millrace/contract'
import type { Link, LinkState } from '../../contexts/storage/index.ts'

export function linkWire({ name, accountId, link, state }: LinkState): LinkedBucket {
  const { bucket, prefix, endpoint, region, key, access, direct } = link
  return {
    ...{ bucket: name, accountId, place: `s3://${bucket}/${prefix}`, region, key, access },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(direct && { directRole: direct.roleArn }),
    ...(direct?.stsEndpoint && { stsEndpoint: direct.stsEndpoint }),
    ...{ state: state.state, detail: state.detail },
    ...(state.fix === undefined ? {} : { fix: state.fix }),
  }
}

export function linkOf(wish: LinkWish): Link {
  const { place, endpoint, region, key, access, directRole: roleArn, stsEndpoint } = wish
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/*(.*?)\/*$/.exec(place) ?? []
  return {
    ...{ bucket, prefix: path === '' ? '' : `${path}/`, region, key, access },
    ...(endpoint === undefined ? {} : { endpoint: endpoint.replace(/\/$/, '') }),
    ...(roleArn && { direct: { roleArn, ...(stsEndpoint && { stsEndpoint }) } }),
  }
}
