import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidTemplate } from '../errors.ts'
import { INSTANCE_TYPES } from './instance-type.ts'
import { RELEASES } from './release.ts'
import { clusterOf, parseTemplate } from './template.ts'

type Json = Record<string, unknown>

/** A template with parts of it replaced. */
function text({ size = {}, properties = {}, instances = {}, more = {} }: Record<string, Json>) {
  return JSON.stringify({
    Parameters: {
      Size: { Type: 'String', Default: 'm5.large', ...size },
      Release: { Type: 'String', Default: 'spark-4.1' },
    },
    Resources: {
      Cluster: {
        Type: 'AWS::EMR::Cluster',
        Properties: {
          ReleaseLabel: { Ref: 'Release' },
          Instances: { MasterInstanceGroup: { InstanceType: { Ref: 'Size' } }, ...instances },
          ...properties,
        },
      },
    },
    ...more,
  })
}

test('given a template, when published, then what its parameters may be is known', () => {
  const template = parseTemplate(text({ properties: { Name: 'research' } }))

  const allowed = template.parameters.map(({ allowedValues }) => allowedValues?.length)
  assert.deepEqual(allowed, [INSTANCE_TYPES.length, RELEASES.length])
  const values = { Size: 'r5.xlarge', Release: 'spark-3.5' }
  const cluster = clusterOf(template, { name: 'mine', values, tags: { team: 'a' } })
  assert.equal(cluster.name, 'research')
  assert.equal(cluster.releaseLabel, 'spark-3.5')
  assert.deepEqual(cluster.groups, [{ role: 'MASTER', type: 'r5.xlarge', count: 1 }])
  assert.equal(cluster.idleSecondsMax, undefined)
})

test('given an idle time in minutes or seconds, when launched, then it is in seconds', () => {
  const idle = (AutoTerminationPolicy: object) => {
    const template = parseTemplate(text({ properties: { AutoTerminationPolicy } }))
    const values = { Size: 'm5.large', Release: 'spark-4.1' }
    return clusterOf(template, { name: 'mine', values, tags: {} }).idleSecondsMax
  }

  assert.deepEqual([idle({ IdleTimeout: 90 }), idle({ IdleTimeoutMinutes: 2 })], [90, 120])
})

const wrong: readonly [string, string, RegExp][] = [
  ['no JSON', '{AWSTemplateFormatVersion: x}', /no JSON/],
  ['a list', '[]', /the template is no object/],
  ['too long', JSON.stringify({ Description: 'x'.repeat(60_000) }), /more than 51200 bytes/],
  ['a NUL', text({ more: { Description: 'a\0' } }), /holds NUL/],
  ['half a pair', text({ more: { Description: 'a\ud800' } }), /half of a surrogate/],
  ['a nest', `{"Description": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`, /no JSON|neither text/],
  ['outputs', text({ more: { Outputs: {} } }), /"Outputs", which is not offered/],
  ['a bucket', text({ more: { Resources: { A: { Type: 'AWS::S3::Bucket' } } } }), /not AWS::EMR/],
  ['no resource', text({ more: { Resources: {} } }), /not exactly one cluster/],
  ['a role', text({ properties: { JobFlowRole: 'x' } }), /"JobFlowRole", which is not offered/],
  ['no Ref', text({ properties: { ReleaseLabel: { Ref: 'toString' } } }), /refers to no parameter/],
  ['no default', text({ size: { Default: undefined } }), /Size.Default is missing/],
  ['a pattern', text({ size: { AllowedPattern: '.*' } }), /"AllowedPattern", which is not/],
  [
    'a strange size',
    text({ size: { AllowedValues: ['m5.large', 'x9.big'] } }),
    /x9.big.*choose of/,
  ],
  ['a default that is not allowed', text({ size: { AllowedValues: ['m5.xlarge'] } }), /one of/],
  ['a release', text({ properties: { ReleaseLabel: 'emr-1.0' } }), /emr-1.0.*not offered/],
  [
    'mixed architectures by a choice',
    text({ instances: { CoreInstanceGroup: { InstanceType: 'm5.large', InstanceCount: 1 } } }),
    /"Size" is "m6g.large".*share an architecture/,
  ],
  [
    'two idle times',
    text({ properties: { AutoTerminationPolicy: { IdleTimeout: 90, IdleTimeoutMinutes: 2 } } }),
    /exactly one of/,
  ],
]

for (const [what, published, reason] of wrong)
  test(`given ${what} in a template, when published, then it is refused with the reason`, () => {
    assert.throws(
      () => parseTemplate(published),
      (error: Error) => invalidTemplate.matches(error) && reason.test(error.message),
    )
  })
