import type { PackFormat } from '@sherpack/plugin-api';
import { isInRange } from '@sherpack/go-semver/constraint';
import { readOutput } from '../read-output.ts';
import { readValuesText } from '../read-values.ts';
import { adoptPack } from '../adopt-pack.ts';
import { describeChart } from '../describe-chart.ts';
import { helmIgnore } from '../helm-ignore.ts';
import { isReadable, roleOf } from '../chart-files.ts';

const format: PackFormat = Object.freeze({
  name: 'helm',
  ignoreFile: '.helmignore',
  ignores: helmIgnore,
  describe: describeChart,
  adopt: adoptPack,
  roleOf,
  isReadable,
  readValues: readValuesText,
  readManifests: readOutput,
  isInRange,
  service: 'Helm',
});

export default format;
