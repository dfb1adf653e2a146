// Fits a chart's option to a width and to light or dark. The report's browser and the JVM that draws the SVG files run
// the same code on the same option. Colours: Okabe and Ito's set, which colour-blind readers can tell apart, with a
// light and a dark shade of each; symbols and dashes tell the lines apart once more.
(function (root) {
  'use strict';

  var SHADES = {
    light: {
      colors: ['#0072b2', '#d55e00', '#009e73', '#b35c93', '#3d9bd1', '#b97c00', '#222222', '#7d7d1f'],
      text: '#1c1e21', muted: '#5b6168', line: '#c9ced4', grid: '#e6e9ec', back: '#ffffff', wait: '#c3c8ce'
    },
    dark: {
      colors: ['#5aaee8', '#ff8a4c', '#35cfa0', '#eaa3cd', '#a5dcff', '#ffc552', '#e8e8e8', '#cfcf66'],
      text: '#e8eaed', muted: '#a9b0b8', line: '#4b5259', grid: '#30363c', back: '#16191d', wait: '#565d65'
    }
  };
  var NARROW = 620;
  var LEGEND_ROW = 22;
  var MANY_ROWS = 40;

  // 10000 as 10k, so that labels of a narrow axis do not touch.
  function tick(value) {
    if (value >= 1e6) { return trimmed(value / 1e6) + 'M'; }
    if (value >= 1e3) { return trimmed(value / 1e3) + 'k'; }
    return trimmed(value);
  }

  function trimmed(value) {
    return String(Number(value.toPrecision(3)));
  }

  function axis(option, shade) {
    option.axisLabel = Object.assign({ color: shade.muted, fontSize: 12, hideOverlap: true }, option.axisLabel);
    if (option.type !== 'category') { option.axisLabel.formatter = tick; }
    option.nameTextStyle = Object.assign({ color: shade.text, fontSize: 12 }, option.nameTextStyle);
    option.axisLine = { show: true, onZero: false, lineStyle: { color: shade.line } };
    option.axisTick = Object.assign({ show: true, lineStyle: { color: shade.line } }, option.axisTick);
    option.splitLine = Object.assign({ show: true, lineStyle: { color: shade.grid } }, option.splitLine);
    if (option.type === 'log') {
      // Only the labels chosen for it: the ends of the axis lie anywhere.
      option.splitLine.showMinLine = false;
    }
    return option;
  }

  // 'shade:3' is the fourth colour, 'shade:back' that of the paper, 'shade:wait' that of time in which nothing is done.
  function shaded(name, shade) {
    var which = name.replace('shade:', '');
    return shade[which] || shade.colors[Number(which)];
  }

  // The legend's height at a width, from the length of the names: it wraps, and what is below must not be hit.
  function legendRows(names, width) {
    var rows = 1;
    var used = 0;
    names.forEach(function (name) {
      var item = 25 + 5 + name.length * 7 + 12;
      if (used > 0 && used + item > width) { rows += 1; used = 0; }
      used += item;
    });
    return rows;
  }

  /** The option for a width in pixels. standalone: a picture of its own, with title and background. */
  function fit(chart, width, dark, standalone) {
    var option = JSON.parse(JSON.stringify(chart));
    var shade = dark ? SHADES.dark : SHADES.light;
    var narrow = width < NARROW;
    var names = option.legend ? option.legend.data : [];
    var legendBelow = narrow || option.yAxis.type === 'category';
    var top = standalone ? 78 : 34;
    var below = 56;
    var legendHeight = 0;
    option.series.forEach(function (series) {
      [series, series.markLine || {}].concat(series.data || []).forEach(function (part) {
        [part.itemStyle, part.lineStyle, part.label].forEach(function (style) {
          ['color', 'borderColor'].forEach(function (key) {
            if (style && style[key]) { style[key] = shaded(style[key], shade); }
          });
        });
      });
    });
    option.animation = false;
    option.backgroundColor = standalone ? shade.back : 'transparent';
    // No quotes in it: ECharts writes it into an attribute as it stands.
    option.textStyle = { fontFamily: 'system-ui, Roboto, Helvetica, Arial, sans-serif' };
    option.title = standalone
      ? { text: option.title.text, subtext: option.title.subtext, left: 12, top: 8, itemGap: 6,
          textStyle: { color: shade.text, fontSize: 17, fontWeight: 600 },
          subtextStyle: { color: shade.muted, fontSize: 12 } }
      : { show: false };
    if (option.legend) {
      option.legend.textStyle = { color: shade.text, fontSize: 12 };
      option.legend.inactiveColor = shade.line;
      option.legend.itemGap = 10;
      if (legendBelow) {
        legendHeight = legendRows(names, width - 20) * LEGEND_ROW;
        Object.assign(option.legend, { orient: 'horizontal', left: 8, right: 8, bottom: 4, itemGap: narrow ? 10 : 28 });
      } else {
        Object.assign(option.legend, { orient: 'vertical', right: 8, top: top, itemGap: 8 });
        if (names.length > 16) { Object.assign(option.legend, { type: 'scroll', bottom: below }); }
      }
    }
    var longest = names.reduce(function (most, name) { return Math.max(most, name.length); }, 0);
    option.grid = {
      left: 8, right: option.legend && !legendBelow ? 58 + longest * 7 : 28, top: top,
      bottom: (option.legend ? 30 : 28) + legendHeight, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel'
    };
    option.grid.left = 28;
    option.xAxis = axis(option.xAxis, shade);
    option.yAxis = axis(option.yAxis, shade);
    option.xAxis.nameLocation = 'middle';
    option.xAxis.nameGap = 28;
    option.yAxis.nameTextStyle.align = 'left';
    option.yAxis.nameLocation = 'end';
    option.yAxis.nameGap = 14;
    if (option.tooltip) {
      option.tooltip.renderMode = 'richText';
      option.tooltip.confine = true;
      option.tooltip.backgroundColor = shade.back;
      option.tooltip.borderColor = shade.line;
      option.tooltip.textStyle = { color: shade.text, fontSize: 12 };
      option.tooltip.formatter = tip;
    }
    return option;
  }

  // Plain text: names come from a file.
  function tip(items) {
    var list = (Array.isArray(items) ? items : [items]).filter(function (item) {
      return item.data && item.data.text !== undefined;
    });
    list.sort(function (a, b) { return b.data.order - a.data.order; });
    if (list.length === 0) { return ''; }
    if (!Array.isArray(items)) { return list[0].data.at + ': ' + list[0].data.text; }
    return [list[0].data.at].concat(list.map(function (item) {
      return item.seriesName + ': ' + item.data.text;
    })).join('\n');
  }

  /** Height in pixels that a chart needs at a width. */
  function height(chart, width, standalone) {
    var extra = standalone ? 44 : 0;
    var names = chart.legend ? chart.legend.data : [];
    if (chart.yAxis.data) {
      var rows = chart.yAxis.data.length;
      return 96 + extra + legendRows(names, width - 20) * LEGEND_ROW + rows * (rows > MANY_ROWS ? 18 : 30);
    }
    if (width < NARROW) { return 330 + extra + legendRows(names, width - 20) * LEGEND_ROW; }
    return Math.max(400, 90 + Math.min(16, names.length) * 23) + extra;
  }

  root.echoscaleCharts = { fit: fit, height: height };
}(typeof globalThis === 'undefined' ? this : globalThis));
