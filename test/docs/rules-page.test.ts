import { describe, expect, it } from 'vitest';
import { lintRules, loadControls, loadRules, parseExceptions, parseRuleFile } from '../../src/catalogue/index.js';
import { detectionFields } from '../../src/cloudtrail/detection-fields.js';
import { ecsFields } from '../../src/cloudtrail/ecs/index.js';
import { testRule } from '../../src/detect/index.js';
import { DETECTIONS, ELASTIC, EXAMPLE, EXCEPTIONS, FIELDS, rulesPage } from './rules-page.js';

const { controls } = loadControls();
const { rules } = loadRules({ controls });

it('docs/rules.md is what the pack says', async () => {
  await expect(rulesPage(rules)).toMatchFileSnapshot('../../docs/rules.md');
});

describe('its examples', () => {
  it('the rule: nothing is wrong with it, and its tests pass', () => {
    const parsed = parseRuleFile(EXAMPLE, 'example.yaml');
    expect(parsed).toMatchObject({ problems: [], notes: [] });
    expect(lintRules(parsed.rules, rules)).toEqual([]);
    const results = parsed.rules.flatMap(testRule);
    expect(results.length).toBeGreaterThan(3);
    for (const { name, expected, got } of results) expect(got, name).toBe(expected);
  });

  it('the rule has every member that there is, and no more', () => {
    const members = [...EXAMPLE.matchAll(/^(\w+):/gm)].map(([, member]) => member);
    const { problems } = parseRuleFile(EXAMPLE.replace(/^id:/m, 'idd: x\nid:'), 'example.yaml');
    expect(problems).toMatchObject([{ code: 'unknown-key' }]);
    expect(members).toHaveLength(18);
  });

  it('the members that it says must be there are those', () => {
    const least =
      'id: a\ntitle: A\ndescription: d\nseverity: low\ndetection: { language: kql, query: "event.action: x" }\n';
    expect(parseRuleFile(least, 'a.yaml').problems).toEqual([]);
    for (const line of least.trimEnd().split('\n'))
      expect(parseRuleFile(least.replace(`${line}\n`, ''), 'a.yaml').problems, line).not.toEqual([]);
  });

  it.each(Object.entries(DETECTIONS))('%s', (kind, text) => {
    const { rules: read, problems } = parseRuleFile(
      `id: a\ntitle: A\ndescription: d\nseverity: low\n${text}`,
      'a.yaml',
    );
    expect(problems).toEqual([]);
    expect(read[0]?.detection.kind).toBe(kind);
  });

  it('Elastic’s rule', () => {
    const read = parseRuleFile(ELASTIC, 'grant.toml');
    expect(read).toMatchObject({ problems: [], notes: [], rules: [{ severity: 'low', maxAlerts: 50 }] });
    expect(lintRules(read.rules)).toEqual([]);
  });

  it('the exceptions', () => {
    const parsed = parseExceptions(EXCEPTIONS, 'exceptions.yaml', rules);
    expect(parsed).toMatchObject({ problems: [], exceptions: [{ rule: null, owner: 'platform team' }] });
  });

  it('the fields that ECS does not have are these', () => {
    const own = detectionFields.names.filter((name) => !ecsFields.names.includes(name));
    expect(Object.keys(FIELDS).sort()).toEqual([...own].sort());
  });
});
