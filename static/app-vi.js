export * from './app-vi-527d0fff.js?again';
