#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ctdc-shape.py FOLDER [N] [SEED]: a file in the shape of CTDC's public k-anonymised data, made by chance (nobody is behind
it), and hierarchies of the columns that others may know of a person. Names of columns, age bands, -99 for what is missing and
00 for an unknown country are CTDC's."""
import csv
import os
import random
import sys

AGES = [('0--8', '00-17', 'Minor'), ('9--17', '00-17', 'Minor'), ('18--20', '18-29', 'Adult'), ('21--23', '18-29', 'Adult'),
        ('24--26', '18-29', 'Adult'), ('27--29', '18-29', 'Adult'), ('30--38', '30-47', 'Adult'), ('39--47', '30-47', 'Adult'),
        ('48+', '48+', 'Adult'), ('-99', '-99', '-99')]
AGE_WEIGHTS = [4, 18, 12, 11, 10, 9, 17, 9, 5, 5]
COUNTRIES = {'PH': 'South-East Asia', 'ID': 'South-East Asia', 'KH': 'South-East Asia', 'VN': 'South-East Asia', 'TH': 'South-East Asia',
             'MM': 'South-East Asia', 'BD': 'South Asia', 'NP': 'South Asia', 'IN': 'South Asia', 'UA': 'Eastern Europe',
             'MD': 'Eastern Europe', 'RO': 'Eastern Europe', 'BY': 'Eastern Europe', 'BG': 'Eastern Europe', 'NG': 'West Africa',
             'GH': 'West Africa', 'SN': 'West Africa', 'ET': 'East Africa', 'KE': 'East Africa', 'UG': 'East Africa', 'PE': 'South America',
             'EC': 'South America', 'CO': 'South America', 'BO': 'South America', 'VE': 'South America', 'MX': 'North America',
             'US': 'North America', 'HT': 'Caribbean', 'DO': 'Caribbean', '00': 'Unknown'}
CONTINENTS = {'South-East Asia': 'Asia', 'South Asia': 'Asia', 'Eastern Europe': 'Europe', 'West Africa': 'Africa', 'East Africa': 'Africa',
              'South America': 'Americas', 'North America': 'Americas', 'Caribbean': 'Americas', 'Unknown': '00 or none'}
KINDS = ['Forced labour', 'Sexual exploitation', 'Forced labour; Sexual exploitation', 'Other', 'Forced marriage',
         'Slavery and similar practices', '-99']
MEANS = ['Debt bondage', 'Takes earnings', 'Threats', 'Psychological abuse', 'Restricts movement', 'False promises', '-99']


def rows(chance, n):
    countries = list(COUNTRIES)
    weights = [40 / (i + 2) + 0.4 for i in range(len(countries))]
    for _ in range(n):
        year = chance.choices(range(2002, 2022), [i + 3 for i in range(20)])[0]
        gender = chance.choices(['Female', 'Male', '-99'], [69, 29, 2])[0]
        age = chance.choices(AGES, AGE_WEIGHTS)[0]
        citizenship = chance.choices(countries, weights)[0]
        abroad = chance.choices(countries, weights)[0]
        where = citizenship if chance.random() < 0.45 else abroad
        kind = chance.choices(KINDS, [45, 14, 3, 6, 3, 4, 12] if gender == 'Male' else [18, 44, 5, 6, 7, 3, 12])[0]
        means = chance.choices(MEANS, [8, 9, 12, 14, 12, 15, 30])[0]
        yield [year, gender, age[0], age[2], citizenship, where, kind, means]


def write(folder, name, lines, delimiter=';'):
    with open(os.path.join(folder, name), 'w', newline='', encoding='utf-8') as file:
        csv.writer(file, delimiter=delimiter, lineterminator='\n').writerows(lines)


def main():
    folder = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 14000
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    titles = ['yearOfRegistration', 'gender', 'ageBroad', 'majorityStatus', 'citizenship', 'CountryOfExploitation',
              'typeOfExploitConcatenated', 'meansOfControlConcatenated']
    where = [[c, part, CONTINENTS[part], '*'] for c, part in COUNTRIES.items()]
    write(folder, 'ctdc.csv', [titles] + list(rows(chance, n)), ',')
    write(folder, 'yearOfRegistration.csv', [[y, f'{y // 5 * 5}-{y // 5 * 5 + 4}', f'{y // 10 * 10}s', '*'] for y in range(2002, 2022)])
    write(folder, 'gender.csv', [['Female', '*'], ['Male', '*'], ['-99', '*']])
    write(folder, 'ageBroad.csv', [list(age) + ['*'] for age in AGES])
    write(folder, 'citizenship.csv', where)
    write(folder, 'CountryOfExploitation.csv', where)


main()
